import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "@/lib/start/root";
import { guardedAddresses } from "./addresses";
import { dataDir, forgetTries, openDatabase } from "./database";
import { expect, test } from "./demo";
import type { PleskServer } from "./fleet/model";

/**
 * Every secret that this installation holds by now, by its name, and everything that may be read by somebody who should
 * not know them. What the tests before have done (registered, assigned, opened panels, failed) has left its traces.
 */
function canaries(demo: { password: string; fleet: { name: string; password: string }[] }) {
  const file = (name: string) => readFileSync(join(dataDir(), name), "utf8").trim();
  const found = new Map<string, string>([
    ["the administrator's password", demo.password],
    ...["worker.key", "auth.key", "actions.key", "web-database.key"].map((name) => [name, file(name)] as const),
    ["the database's password", (JSON.parse(file("postgres.json")) as { password: string }).password],
    ...demo.fleet.map(({ name, password }) => [`the password of ${name}`, password] as const),
  ]);
  for (const name of readdirSync(join(dataDir(), "fleet")).filter((each) => /^(web|mail)\d+\.json$/.test(each))) {
    const server = JSON.parse(file(join("fleet", name))) as PleskServer;
    for (const [n, { key }] of server.keys.entries()) found.set(`secret key ${n} of ${server.name}`, key);
    for (const [n, { token }] of server.sessions.entries()) found.set(`session ${n} of ${server.name}`, token);
    for (const { name: box, password } of server.mailNames.slice(-5))
      if (password) found.set(`the password of ${box} on ${server.name}`, password);
  }
  return found;
}

function filesBelow(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true, encoding: "utf8" })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

test("no secret is in a log, a page, its data, the scripts, the audit trail or the database", async ({
  page,
  demo,
}) => {
  test.setTimeout(120_000);
  const searched = new Map<string, string>();

  // What a person types wrongly is nobody's either.
  await forgetTries();
  await page.goto("/login");
  await page.getByLabel("Login").fill(demo.login);
  await page.getByLabel("Password").fill("canary typed wrongly 8431");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByText("The login or the password is wrong.")).toBeVisible();
  await page.getByLabel("Login").fill(demo.login);
  await page.getByLabel("Password").fill(demo.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page).toHaveURL(/\/mail$/);

  const secrets = canaries(demo);
  secrets.set("a password that was typed wrongly", "canary typed wrongly 8431");
  for (const { name, value } of await page.context().cookies())
    if (name.includes("centralized-mail")) secrets.set("the session's cookie", value);
  expect(secrets.size).toBeGreaterThanOrEqual(20);

  for (const address of [...guardedAddresses("page.tsx"), ...guardedAddresses("route.ts"), "/login", "/no-such-page"]) {
    searched.set(`the page ${address}`, await (await page.request.get(address)).text());
    const flight = await page.request.get(address, { headers: { rsc: "1" } });
    searched.set(`the data of ${address}`, await flight.text());
  }
  for (const file of filesBelow(join(root, ".next", "static"))) searched.set(file, readFileSync(file, "utf8"));
  for (const file of filesBelow(join(dataDir(), "logs"))) searched.set(file, readFileSync(file, "utf8"));
  const sql = openDatabase();
  const tables = await sql<{ name: string }[]>`
    select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname in ('public', 'graphile_worker')`;
  for (const { name } of tables) {
    const rows = await sql.unsafe(`select t::text as row from ${name} t`);
    searched.set(`the table ${name}`, rows.map(({ row }) => row).join("\n"));
  }
  await sql.end();

  const hits = [...secrets].flatMap(([secret, text]) =>
    [...searched].filter(([, content]) => content.includes(text)).map(([where]) => `${secret} is in ${where}`),
  );
  expect(hits).toEqual([]);
  // The search finds what is there: a name that is in many of them.
  expect([...searched.values()].filter((content) => content.includes("web1.provider.example")).length).toBeGreaterThan(
    5,
  );
});
