import { EventEmitter } from "node:events";
import { Logger, type LogLevel, run, type TaskList, type WorkerEvents } from "graphile-worker";
import { log } from "@/lib/log";
import { leaseTerms } from "./lease";
import { type Presence, showPresence } from "./presence";
import { keepRhythm } from "./rhythm";

export interface Crew {
  /** Settles when the crew has ended; rejects when it ended by itself. */
  ended: Promise<void>;
  /** Takes no more jobs and lets those under way end; long ones end at their next good place. */
  stop(): Promise<void>;
}

/** Sets `concurrency` workers to the jobs of a database. */
export async function startCrew(databaseUrl: string, tasks: TaskList, concurrency: number): Promise<Crew> {
  const events: WorkerEvents = new EventEmitter();
  let pool = "";
  events.once("pool:create", ({ workerPool }) => {
    pool = workerPool.id;
  });
  const runner = await run({
    connectionString: databaseUrl,
    concurrency,
    pollInterval: leaseTerms().poll,
    maxPoolSize: concurrency + 2,
    // A job that watches for it learns of the end at once, not in the last seconds before the process is killed.
    preset: { worker: { gracefulShutdownAbortTimeout: 0 } },
    taskList: tasks,
    events,
    noHandleSignals: true,
    logger: new Logger(() => say),
  });
  let presence: Presence;
  try {
    presence = await showPresence(databaseUrl, pool);
  } catch (error) {
    await runner.stop();
    throw error;
  }
  const endRhythm = keepRhythm(presence.renew);
  const ended = runner.promise.finally(async () => {
    endRhythm();
    await presence.end();
  });
  return {
    ended,
    async stop() {
      endRhythm();
      await runner.stop();
      await ended;
    },
  };
}

/** The queue's own words. What it calls information is one line a job, so it is for debugging here. */
function say(level: LogLevel, message: string): void {
  const as = level === "error" ? "error" : level === "warning" ? "warn" : "debug";
  log()[as]("queue", { message });
}
