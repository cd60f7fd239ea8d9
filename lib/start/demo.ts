import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createAdministrator, getCredentials, hasAdministrators } from "@/db/administrators";
import { connect, type Database } from "@/db/client";
import { countServers, listServers } from "@/db/servers";
import { generatePassword, hashPassword } from "@/lib/access/passwords";
import { parseSettings, type Settings } from "@/lib/env";
import { command } from "./command";
import { type DemoFleet, runFleet, type SimulatedServer } from "./fleet";
import { ownOutput } from "./output";
import { serve } from "./serve";

const login = "admin";

/** The demo: the real console, with simulated Plesk servers that are registered the way a person would do it. */
await command(async () => {
  const drainMargin = process.env.DRAIN_MARGIN_SECONDS || "5";
  const settings = parseSettings({ ...process.env, DRAIN_MARGIN_SECONDS: drainMargin });
  const file = join(settings.dataDir, "demo.json");
  const say = ownOutput.write;
  await serve({ settings, output: "files", say }, async (started) => {
    const db = connect(started.databaseUrl, { max: 4, name: "centralized-mail demo" });
    const known = existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as { password: string }) : undefined;
    if (!known) await refuseRealConsole(db, settings);
    const password = known?.password ?? generatePassword();
    const write = (fleet: Partial<DemoFleet>) => {
      const { servers = [], dns } = fleet;
      const content = { url: settings.publicUrl, login, password, fleet: servers, dns };
      writeFileSync(file, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600 });
    };
    // Before the first change, because the file marks the folder as the demo's.
    if (!known) write({});
    await makeAdministrator(db, password);
    const fleet = await runFleet(settings, started.add);
    write(fleet);
    await started.open({
      DRAIN_MARGIN_SECONDS: drainMargin,
      DNS_RESOLVER: `${fleet.dns.host}:${fleet.dns.port}`,
      DNS_PORT: String(fleet.dns.port),
      // The simulated fleet is on this machine.
      ALLOWED_NETWORKS: "127.0.0.0/8",
    });
    // lib/ask reads its own settings, as in the web process.
    Object.assign(process.env, { DATABASE_URL: started.databaseUrl, WORKER_PUBLIC_KEY: started.keys.workerPublicKey });
    await registerAll(db, fleet.servers, say);
    await db.$client.end();
    say(`Something happens on a server: npm run fleet -- act --state ${join(settings.dataDir, "fleet")}`);
    say(`ready ${settings.publicUrl}  ${login} / ${password}`);
  });
});

async function refuseRealConsole(db: Database, settings: Settings): Promise<void> {
  if (!(await hasAdministrators(db)) && (await countServers(db, {})) === 0) return;
  const where = settings.databaseUrl ? "The database that DATABASE_URL names" : settings.dataDir;
  throw new Error(
    `${where} belongs to a real console. Set DATA_DIR to another folder for the demo, without DATABASE_URL.`,
  );
}

async function makeAdministrator(db: Database, password: string): Promise<void> {
  if (await getCredentials(db, login)) return;
  await createAdministrator(db, { login, name: "Demo administrator", passwordHash: await hashPassword(password) });
}

async function registerAll(db: Database, fleet: SimulatedServer[], say: (line: string) => void): Promise<void> {
  const { ask } = await import("@/lib/ask");
  const registered = await listServers(db, {}, { sort: "name", descending: false, offset: 0, limit: 1_000 });
  const missing = fleet.filter(
    ({ host, port }) => !registered.some((each) => each.host === host && each.port === port),
  );
  // One after the other, so that their numbers follow their names.
  for (const { name, host, port, smtpPort, imapPort, pop3Port, login, password, fingerprint } of missing) {
    const payload = { name, host, port, smtpPort, imapPort, pop3Port, login, fingerprint };
    const asked = await ask("register", payload, { by: "demo", sealed: { password }, timeoutMs: 60_000 });
    say(asked.ok ? `Registered ${name}.` : `${name} is not registered: ${asked.message}`);
  }
}
