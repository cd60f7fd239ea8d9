import { startDemo } from "./starting";

/** Playwright's global setup: the demo that all tests share which do not start one of their own. */
export default async function setup(): Promise<() => Promise<void>> {
  const { file, relayPort, stop } = await startDemo();
  // Inherited by the processes that run the tests.
  process.env.DEMO_FILE = file;
  process.env.DEMO_RELAY_PORT = String(relayPort);
  return stop;
}
