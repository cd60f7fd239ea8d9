import { EventEmitter } from "node:events";
import { Logger, type LogLevel, type Runner, run, type TaskList, type WorkerEvents } from "graphile-worker";
import { readDatabaseUrl } from "@/db/database-url";
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

/**
 * Sets workers to the jobs of a database: `concurrency` to each list of tasks. Jobs of one list wait for workers of that
 * list alone, so whatever keeps all of them holds up no other list.
 */
export async function startCrew(databaseUrl: string, lists: readonly TaskList[], concurrency: number): Promise<Crew> {
  const teams: Team[] = [];
  // Each is told once to stop; one that has ended by itself needs no telling.
  const halt = () => Promise.allSettled(teams.map(({ runner }) => runner.stop()));
  try {
    for (const tasks of lists) teams.push(await startTeam(databaseUrl, tasks, concurrency));
  } catch (error) {
    await halt();
    await Promise.all(teams.map(({ presence }) => presence.end()));
    throw error;
  }
  const endRhythm = keepRhythm(async () => {
    await Promise.all(teams.map(({ presence }) => presence.renew()));
  });
  // One that ends by itself ends the others: half a crew would look alive and leave half of the work.
  const each = teams.map(({ runner }) => runner.promise.finally(() => void halt()));
  const ended = Promise.allSettled(each).then(async () => {
    endRhythm();
    await Promise.all(teams.map(({ presence }) => presence.end()));
    await Promise.all(each);
  });
  return {
    ended,
    async stop() {
      endRhythm();
      await halt();
      await ended;
    },
  };
}

interface Team {
  runner: Runner;
  presence: Presence;
}

async function startTeam(databaseUrl: string, tasks: TaskList, concurrency: number): Promise<Team> {
  const events: WorkerEvents = new EventEmitter();
  let pool = "";
  events.once("pool:create", ({ workerPool }) => {
    pool = workerPool.id;
  });
  const runner = await run({
    connectionString: readDatabaseUrl(databaseUrl).queueUrl,
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
  try {
    return { runner, presence: await showPresence(databaseUrl, pool) };
  } catch (error) {
    await runner.stop();
    throw error;
  }
}

/** The queue's own words. What it calls information is one line a job, so it is for debugging here. */
function say(level: LogLevel, message: string): void {
  const as = level === "error" ? "error" : level === "warning" ? "warn" : "debug";
  log()[as]("queue", { message });
}
