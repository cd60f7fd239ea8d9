import { db } from "@/lib/database";
import { env, needed, SettingsError } from "@/lib/env";
import { log } from "@/lib/log";
import { startCrew } from "./crew";
import { tasks } from "./tasks";
import { checkDatabase } from "./watermark";

/** The worker process: takes jobs until it is told to stop, lets those under way end, and goes. */
async function work(): Promise<void> {
  const { workerConcurrency } = env();
  await checkDatabase(db);
  const crew = await startCrew(needed("databaseUrl"), tasks, workerConcurrency);
  log().info("worker.ready", { concurrency: workerConcurrency });
  for (const signal of ["SIGTERM", "SIGINT"] as const)
    process.once(signal, () => {
      log().info("worker.stopping", { signal });
      crew.stop().catch((error) => log().error("worker.stop-failed", { error }));
    });
  await crew.ended;
  await db.$client.end({ timeout: 5 });
  log().info("worker.stopped");
}

try {
  await work();
} catch (error) {
  if (error instanceof SettingsError) {
    console.error(error.message);
    process.exit(2);
  }
  log().error("worker.failed", { error });
  process.exit(1);
}
