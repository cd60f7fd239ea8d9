import { mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { end, isAlive, type Known, recognize } from "./alive";
import { createWhole, replaceWhole } from "./whole-file";

const known = z.object({ pid: z.number(), birth: z.string() });
const note = z.object({ url: z.string(), parent: known, children: z.record(z.string(), known) });

/** The right to run with this data folder, and the list of what runs with it. */
export interface Running {
  /** Writes down a process, so that the next start finds it even when this one is killed. */
  remember(name: string, child: Known | undefined): void;
  release(): void;
}

/**
 * Takes the data folder for this process. Throws a sentence when another one runs with it. What a killed one left
 * behind is stopped first; PostgreSQL is not among it, it is taken over.
 */
export async function takeDataDir(dataDir: string, url: string, say: (line: string) => void): Promise<Running> {
  mkdirSync(dataDir, { recursive: true, mode: 0o755 });
  const file = join(dataDir, "running.json");
  const found = read(file);
  const before = found === "damaged" ? undefined : found;
  if (before && isAlive(before.parent)) {
    const where = `process ${before.parent.pid}, data folder ${dataDir}`;
    throw new Error(
      `It is running already at ${before.url} (${where}). Stop that one, or set DATA_DIR to another folder.`,
    );
  }
  if (found === "damaged") say(`${file} is empty or damaged: it counts as what a killed start left behind.`);
  for (const [name, child] of Object.entries(before?.children ?? {})) {
    if (!isAlive(child)) continue;
    say(`Stopping the ${name} (process ${child.pid}) that a killed start left behind.`);
    await end(child, 10_000);
  }
  const self = recognize(process.pid);
  if (!self) throw new Error("This process cannot find itself in the system's list of processes. Is /proc mounted?");
  const children: Record<string, Known> = {};
  const text = () => JSON.stringify({ url, parent: self, children });
  if (found) setAside(file, before?.parent);
  // Of two that start in the same moment only one may go on.
  if (!createWhole(file, text())) throw new Error(`Another start has just taken ${file}. Wait until it runs.`);
  let lost = false;
  return {
    remember(name, child) {
      if (child) children[name] = child;
      else delete children[name];
      try {
        replaceWhole(file, text());
        lost = false;
      } catch (error) {
        // A full disk must not end who watches over the processes: the list is whole again with the next one written down.
        if (!lost) say(`${(error as Error).message} Until it is, a start after a kill may not find every process.`);
        lost = true;
      }
    },
    release: () => rmSync(file, { force: true }),
  };
}

/** Another start may have set the same note aside and put its own there already: then that one has the folder. */
function setAside(file: string, parent: Known | undefined): void {
  const aside = `${file}.${process.pid}.old`;
  renameSync(file, aside);
  const moved = read(aside);
  const taken = moved === "damaged" ? undefined : moved?.parent;
  if (taken?.pid !== parent?.pid || taken?.birth !== parent?.birth) {
    renameSync(aside, file);
    throw new Error(`Another start (process ${taken?.pid}) has just taken ${file}. Wait until it runs.`);
  }
  rmSync(aside);
}

/** A note that may not be read is no damaged one: it may be that of another user, who runs with this folder. */
function read(file: string): z.infer<typeof note> | "damaged" | undefined {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
  try {
    return note.parse(JSON.parse(text));
  } catch {
    return "damaged";
  }
}
