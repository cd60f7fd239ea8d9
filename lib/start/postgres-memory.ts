import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { replaceWhole } from "./whole-file";

const remembered = z.object({
  port: z.number(),
  password: z.string(),
  /** The folder with the data, where that is not in the data folder. */
  home: z.string().optional(),
  /** Until the data is there for the first time. From then on data that is missing is a loss, never a first start. */
  making: z.literal(true).optional(),
});

/** What nobody else knows about the PostgreSQL that comes along. */
export type Memory = z.infer<typeof remembered>;

const fileOf = (dataDir: string) => join(dataDir, "postgres.json");
const insideOf = (dataDir: string) => join(dataDir, "postgres");
const withoutCopy = 'README.md says under "Back up and restore" what to do when there is no copy of it.';

/** Undefined before the first start. Throws a sentence when a part is missing: a new one would hide what was there. */
export function recall(dataDir: string): Memory | undefined {
  const [file, inside] = [fileOf(dataDir), insideOf(dataDir)];
  if (!existsSync(file)) {
    if (!existsSync(join(inside, "data"))) return recallNothing(dataDir);
    throw new Error(
      `${inside} holds a database, but ${file}, which has its password, is missing. Put postgres.json back there from the backup. ${withoutCopy}`,
    );
  }
  const memory = parse(readFileSync(file, "utf8"));
  if (!memory) {
    throw new Error(
      `${file}, which has the database's password, is empty or damaged. Restore it from the backup. ${withoutCopy}`,
    );
  }
  const home = memory.home ?? inside;
  if (memory.making || existsSync(join(home, "data"))) return memory;
  throw new Error(
    `The database is gone: ${file} says that it is in ${home}, and there is no folder data in there. Mount the volume that has it, or restore ${home} from the backup. If it is in another folder now, name that as "home" in postgres.json. Only to begin with an empty database, remove ${file}.`,
  );
}

/** The web process's password is made for a database that is there: where it is kept, one was, in another folder perhaps. */
function recallNothing(dataDir: string): undefined {
  const [file, key] = [fileOf(dataDir), join(dataDir, "web-database.key")];
  if (!existsSync(key)) return undefined;
  throw new Error(
    `${file}, which says where the database is and has its password, is missing. Put postgres.json back there from the backup. ${withoutCopy} Only to begin with an empty database, remove ${key}.`,
  );
}

/** What has not changed is not written: on a full disk the start goes on. */
export function remember(dataDir: string, { port, password, home, making }: Memory): void {
  const file = fileOf(dataDir);
  const outside = home === insideOf(dataDir) ? undefined : home;
  const text = JSON.stringify({ port, password, home: outside, making });
  if (!existsSync(file) || readFileSync(file, "utf8") !== text) replaceWhole(file, text);
}

function parse(text: string): Memory | undefined {
  try {
    return remembered.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}
