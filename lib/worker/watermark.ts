import { readFileSync } from "node:fs";
import { open, rename } from "node:fs/promises";
import { dirname, join } from "node:path";
import { z } from "zod";
import type { Database, Db } from "@/db/client";
import { getInstallation } from "@/db/registration";
import { compareIdentity, observeOnly, raiseWatermark, readIdentity } from "@/db/watermark";
import { env } from "@/lib/env";
import { log } from "@/lib/log";

/**
 * What this machine has seen of the database's watermark, in a file beside the worker's key. The database is restored
 * from a backup, this file is not: a value that is not above it tells that the database went back in time.
 */
const kept = z.object({ installation: z.string(), value: z.number() });
const file = () => join(dirname(env().workerKeyFile), "watermark.json");

let highest: z.infer<typeof kept> | undefined;
let written = 0;
let writing = Promise.resolve();

/** Nothing is known of a database that this machine meets for the first time. */
function seen(installation: string): number {
  highest ??= readKept();
  return highest?.installation === installation ? highest.value : 0;
}

function readKept(): z.infer<typeof kept> | undefined {
  try {
    return kept.safeParse(JSON.parse(readFileSync(file(), "utf8"))).data;
  } catch {
    // No file yet, or one that was cut: then this database is met for the first time.
    return undefined;
  }
}

/** Durable before it returns, unless the disk refuses: what was not kept makes nothing unsafe, it is only not noticed. */
async function keep(installation: string, value: number): Promise<void> {
  if (seen(installation) >= value) return;
  highest = { installation, value };
  writing = writing.then(write).catch((error) => log().warn("watermark.not-kept", { file: file(), error }));
  await writing;
}

async function write(): Promise<void> {
  if (!highest || written === highest.value) return;
  const value = highest.value;
  const draft = `${file()}.${process.pid}.new`;
  const handle = await open(draft, "w", 0o600);
  try {
    await handle.writeFile(`${JSON.stringify(highest)}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(draft, file());
  written = value;
}

/**
 * Raises the watermark in the transaction that `write` makes around the work, and keeps the new value once that is
 * committed. Whoever sends a change only after this sends none that a restored database would not be found out by.
 */
export async function raising<T>(
  db: Database,
  installation: string,
  write: <R>(work: (tx: Db) => Promise<R>) => Promise<R>,
  work: (tx: Db) => Promise<T>,
): Promise<T> {
  // Taken before the transaction begins: what others keep meanwhile may well be above its value.
  const before = seen(installation);
  const { value, result } = await write(async (tx) => ({ value: await raiseWatermark(tx), result: await work(tx) }));
  if (value > before) await keep(installation, value);
  else
    await restored(
      db,
      `The database is older than what this worker has seen of it: it was restored from a backup.`,
      before,
    );
  return result;
}

/** At the start and before each run: is this still the database that it was? Otherwise nothing is changed from it. */
export async function checkDatabase(db: Database): Promise<void> {
  const installation = await getInstallation(db);
  const why = await compareIdentity(db, await readIdentity(db));
  if (why) await restored(db, why, seen(installation));
  await raising(
    db,
    installation,
    (work) => db.transaction(work),
    async () => {},
  );
}

async function restored(db: Database, why: string, before: number): Promise<void> {
  if (await observeOnly(db, why, await readIdentity(db), before)) log().error("database.restored", { why });
}
