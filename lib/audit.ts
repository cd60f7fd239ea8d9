import { readFileSync } from "node:fs";
import { open, rename } from "node:fs/promises";
import { z } from "zod";
import { type Link, noteCheck, type Verdict, verifyChain } from "@/db/audit-chain";
import type { Db } from "@/db/client";
import { getInstallation } from "@/db/registration";

/**
 * The last link of the audit chain that was seen, in a file beside the worker's key: a database that is written anew,
 * by somebody who owns it, no longer agrees with it.
 */
const kept = z.object({ installation: z.string(), place: z.number(), hash: z.string() });

/** Follows the chain, notes how it ended for people to see, and keeps its last link if all is well. */
export async function checkTrail(db: Db, file: string): Promise<Verdict> {
  const installation = await getInstallation(db);
  const verdict = await verifyChain(db, readSeen(file, installation));
  await noteCheck(db, verdict);
  if (!verdict.fault && verdict.head) await keep(file, installation, verdict.head);
  return verdict;
}

/** A person has found out why: from now on the chain counts as it is, if it is whole. */
export async function acceptTrail(db: Db, file: string): Promise<Verdict> {
  const verdict = await verifyChain(db, null);
  await noteCheck(db, verdict);
  if (!verdict.fault && verdict.head) await keep(file, await getInstallation(db), verdict.head);
  return verdict;
}

function readSeen(file: string, installation: string): Link | null {
  try {
    const seen = kept.parse(JSON.parse(readFileSync(file, "utf8")));
    return seen.installation === installation ? seen : null;
  } catch {
    // No file yet: this machine meets the trail for the first time.
    return null;
  }
}

async function keep(file: string, installation: string, { place, hash }: Link): Promise<void> {
  const draft = `${file}.${process.pid}.new`;
  const handle = await open(draft, "w", 0o600);
  try {
    await handle.writeFile(`${JSON.stringify({ installation, place, hash })}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(draft, file);
}
