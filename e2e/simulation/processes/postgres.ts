import { setTimeout as sleep } from "node:timers/promises";
import { connect, type Database } from "@/db/client";
import { gone } from "@/lib/start/alive";
import { startPostgres } from "@/lib/start/postgres";

/** A PostgreSQL of its own, which can be stopped from one moment to the next. */
export interface Server {
  db: Database;
  url: string;
  port(): number;
  /** As a loss of power: nothing is finished, nothing written down; then it is started again and recovers. */
  crash(): Promise<void>;
  /** Asks until it is answered. Nothing is asked while PostgreSQL is down. */
  ask<T>(question: (db: Database) => Promise<T>): Promise<T>;
  stop(): Promise<void>;
}

/** Milliseconds that PostgreSQL may take to end. */
const PATIENCE = 30_000;
const TRIES = 20;

export async function openServer(folder: string): Promise<Server> {
  let running = await startPostgres(folder);
  const url = running.url;
  const db = connect(url, { max: 6, name: "watch" });
  const port = () => Number(new URL(running.url).port);
  let crashing = Promise.resolve();

  async function crash(): Promise<void> {
    process.kill(running.postmaster.pid, "SIGQUIT");
    await gone(running.postmaster, PATIENCE);
    running = await startPostgres(folder);
    if (running.url !== url) throw new Error("PostgreSQL came back somewhere else: its port was taken meanwhile");
  }

  return {
    db,
    url,
    port,
    crash() {
      crashing = crashing.then(crash);
      return crashing;
    },
    async ask(question) {
      for (let tries = 0; ; tries++) {
        await crashing;
        try {
          return await question(db);
        } catch (error) {
          if (tries === TRIES) throw error;
        }
        await sleep(50);
      }
    },
    async stop() {
      await db.$client.end({ timeout: 1 });
      await running.stop();
    },
  };
}
