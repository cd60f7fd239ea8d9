import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { end, recognize } from "@/lib/start/alive";
import { freePort } from "@/lib/start/ports";
import { root } from "@/lib/start/root";

/** The demo as it runs for tests. */
export interface StartedDemo {
  /** Its demo.json. */
  file: string;
  /** Where it takes a mail relay to be; nobody is there until a test is. */
  relayPort: number;
  /** Ends it and removes its folder. */
  stop(): Promise<void>;
}

/**
 * Starts the demo in a folder of its own. Net status is looked at all the time and a drain is short, but nothing is
 * synchronized unless a test asks for it, so that what is outdated can be seen.
 */
export async function startDemo(): Promise<StartedDemo> {
  const dataDir = mkdtempSync(join(tmpdir(), "centralized-mail-e2e-"));
  const pace = { SWEEP_SECONDS: "3600", PROBE_SECONDS: "3", HINT_SECONDS: "3600", DRAIN_MARGIN_SECONDS: "1" };
  const port = String(await freePort());
  const relayPort = await freePort();
  const mail = {
    MAIL_RELAY: `smtp://127.0.0.1:${relayPort}`,
    MAIL_FROM: "console@provider.example",
    NOTIFY_SECONDS: "2",
  };
  // By a name, because browsers have passkeys for names alone; and nobody is asked to confirm in the middle of a walk.
  const address = { PORT: port, PUBLIC_URL: `http://localhost:${port}`, PROOF_MINUTES: "120" };
  const demo = spawn(process.execPath, ["--import", "tsx", join("lib", "start", "demo.ts")], {
    cwd: root,
    env: { ...process.env, ...pace, ...address, ...mail, DATA_DIR: dataDir, DATABASE_URL: "" },
    stdio: ["ignore", "pipe", "inherit"],
    detached: true,
  });
  const known = recognize(demo.pid ?? 0);
  const stop = async () => {
    if (known) await end(known, 60_000);
    rmSync(dataDir, { recursive: true, force: true });
  };
  try {
    await new Promise<void>((resolve, reject) => {
      createInterface({ input: demo.stdout }).on("line", (line) => {
        console.log(line);
        if (line.startsWith("ready ")) resolve();
      });
      demo.once("exit", (code) => reject(new Error(`The demo ended with exit code ${code} before it was ready.`)));
    });
  } catch (error) {
    await stop();
    throw error;
  }
  return { file: join(dataDir, "demo.json"), relayPort, stop };
}
