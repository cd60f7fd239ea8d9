import { connect, type Database } from "@/db/client";
import { needed } from "./env";

// A reload in development loads this module again; the pool is kept beside it so that connections do not pile up.
const kept = globalThis as typeof globalThis & { centralizedMailDatabase?: Database };

/**
 * A process that stands still in the middle of a transaction, as one on a paused machine, would hold its rows for as long:
 * of the watermark there is one for the whole fleet. Milliseconds; no transaction of ours waits for anything outside.
 */
const STANDSTILL = 5_000;

function open(): Database {
  kept.centralizedMailDatabase ??= connect(needed("databaseUrl"), { standstill: STANDSTILL });
  return kept.centralizedMailDatabase;
}

/** This process's database, web or worker. Opens at the first use, because the build loads pages where there is no database. */
export const db: Database = new Proxy({} as Database, { get: (_, key) => Reflect.get(open(), key) });
