import { join } from "node:path";
import { z } from "zod";
import type { Settings } from "@/lib/env";
import type { ChildPlan } from "./child";

const server = z.object({
  name: z.string(),
  host: z.string(),
  port: z.number(),
  login: z.string(),
  password: z.string(),
  fingerprint: z.string(),
  smtpPort: z.number(),
  imapPort: z.number(),
  pop3Port: z.number(),
  serverGuid: z.string(),
});
const dns = z.object({ dns: z.object({ host: z.string(), port: z.number() }) });

export type SimulatedServer = z.infer<typeof server>;
export interface DemoFleet {
  servers: SimulatedServer[];
  dns: { host: string; port: number };
}

/** Short, so that a person who tries the demo sees a domain drain within a minute. */
const ttlSeconds = "20";

/** Runs the simulated fleet in a process of its own, as real ones are; it is the same fleet after a restart. */
export function runFleet(settings: Settings, run: (plan: Omit<ChildPlan, "output">) => void): Promise<DemoFleet> {
  const size = ["--servers", String(settings.demoServers), "--domains", String(settings.demoDomains)];
  const state = ["--state", join(settings.dataDir, "fleet"), "--ttl", ttlSeconds];
  return new Promise((resolve, reject) => {
    const log = join(settings.dataDir, "logs", "fleet.log");
    const patience = setTimeout(
      () => reject(new Error(`The simulated fleet does not start. Its log is ${log}.`)),
      60_000,
    );
    const servers: SimulatedServer[] = [];
    run({
      name: "fleet",
      args: ["--import", "tsx", join("e2e", "fleet", "main.ts"), ...size, ...state],
      env: process.env,
      onLine(text) {
        const line = parse(text);
        const described = server.safeParse(line).data;
        if (described) servers.push(described);
        const told = dns.safeParse(line).data;
        if (!told) return;
        clearTimeout(patience);
        resolve({ servers, dns: told.dns });
      },
    });
  });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
