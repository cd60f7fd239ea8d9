import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { makeKeyPair } from "@/lib/secrets";
import { root } from "@/lib/start/root";

/** The web process as it is built, over a database that is there; nobody has the key that opens what it seals. */
export function startWeb(web: {
  port: number;
  origin: string;
  databaseUrl: string;
  /** Signs its sessions. */
  secret: string;
  settings?: Record<string, string>;
}): ChildProcess {
  const next = join(root, "node_modules", "next", "dist", "bin", "next");
  return spawn(process.execPath, [next, "start", "--hostname", "127.0.0.1", "--port", String(web.port)], {
    cwd: root,
    env: {
      ...process.env,
      NODE_ENV: "production",
      NEXT_TELEMETRY_DISABLED: "1",
      DATABASE_URL: web.databaseUrl,
      PUBLIC_URL: web.origin,
      NEXTAUTH_URL: web.origin,
      NEXTAUTH_SECRET: web.secret,
      WORKER_PUBLIC_KEY: makeKeyPair().publicKey,
      // No worker looks at its servers, and no page is to say so.
      PROBE_SECONDS: "86400",
      ...web.settings,
    },
    stdio: ["ignore", "ignore", "inherit"],
  });
}
