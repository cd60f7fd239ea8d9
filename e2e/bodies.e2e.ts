import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "@/lib/start/root";
import { guardedAddresses } from "./addresses";
import { openDatabase } from "./database";
import { expect, signIn, test } from "./demo";
import { type Chance, chance } from "./hostile/spoil";

/** How many requests are sent: some with every change, 20 000 when BODIES says so. */
const wanted = Number(process.env.BODIES ?? 600);

/** Every server action that the build knows, by the id that a browser calls it by. */
function actionIds(): string[] {
  const manifest = JSON.parse(readFileSync(join(root, ".next", "server", "server-reference-manifest.json"), "utf8"));
  return Object.keys((manifest as { node: Record<string, unknown> }).node);
}

const addresses = [
  ...[...guardedAddresses("page.tsx"), ...guardedAddresses("route.ts"), "/", "/login", "/setup", "/no-such-page"],
  ...[
    "/api/auth/callback/credentials",
    "/api/auth/signin/credentials",
    "/api/auth/signout",
    "/api/auth/_log",
    "/api/auth/x",
  ],
  ...[
    "/api/v1/servers",
    "/api/v1/servers/1/refresh",
    "/api/v1/servers/1/synchronize",
    "/api/v1/problems",
    "/api/health",
  ],
];
const types = [
  "text/plain;charset=UTF-8",
  "application/json",
  "application/x-www-form-urlencoded",
  "multipart/form-data; boundary=x",
  "multipart/form-data; boundary=x",
  "multipart/form-data",
  "multipart/form-data; boundary=",
  `multipart/form-data; boundary=${"x".repeat(200)}`,
  "text/x-component",
  "",
];
const pieces = [
  ...[
    "[]",
    "[{}]",
    '["$K1"]',
    '[null,"$K1"]',
    '{"__proto__":{"admin":true}}',
    '["$F1","$@2","$Q3","$W4"]',
    "[".repeat(5_000),
    '"\\ud800"',
  ],
  ...[
    '--x\r\nContent-Disposition: form-data; name="0"\r\n\r\n["$K1"]\r\n--x--\r\n',
    "--x\r\n",
    "$ACTION_REF_1=",
    "$ACTION_KEY=k&id=1",
    "stop=stop&id=1&deed=remove",
  ],
  ...[
    "login=admin&password=admin",
    "1e999",
    "\u0000\u0001",
    "a=".repeat(2_000),
    "%00%ff%zz",
    '{"then":"$1"}',
    "true",
    "0:D{}\n1:I[]\n",
    '["$Bffff"]',
    "-".repeat(30_000),
  ],
];

function body(by: Chance): Buffer {
  const parts = Array.from({ length: 1 + by.below(3) }, () =>
    by.below(3) === 0
      ? Buffer.from(Array.from({ length: by.below(400) }, () => by.below(256)))
      : Buffer.from(by.one(pieces)),
  );
  return Buffer.concat(parts);
}

/** What was sent, as far as its headers tell. */
interface Sent {
  method: string;
  address: string;
  headers: Record<string, string>;
}

/**
 * Whether only the body could tell that it cannot be read: it looks like an action that a page of ours calls, with text, or
 * like a form of ours. That is the one thing that Next answers with a bare 500.
 */
function onlyTheBodyTells({ method, address, headers }: Sent, ours: string): boolean {
  const type = headers["content-type"] ?? "";
  const form = type === "multipart/form-data; boundary=x";
  const action = headers["next-action"];
  const called = action === undefined ? form : /^[0-9a-f]{42}$/.test(action) && (form || /^text\/plain;/.test(type));
  return method === "POST" && !address.startsWith("/api/") && headers.origin === ours && called;
}

test(`${wanted} random bodies to every entry: none is done, none crashes or holds it`, async ({ page, demo }) => {
  test.setTimeout(1_800_000);
  await signIn(page, demo);
  const session = (await page.context().cookies()).map(({ name, value }) => `${name}=${value}`).join("; ");
  const sql = openDatabase();
  const state = async () => {
    const tables = ["administrators", "settings", "mail_servers", "api_tokens", "setup_links"];
    const rows = await Promise.all(
      tables.map((table) => sql.unsafe(`select md5(string_agg(t::text, '' order by t::text)) as all from ${table} t`)),
    );
    const [audit] =
      await sql`select count(*)::int as n from audit_trail where event not in ('session.refused', 'breaker.opened')`;
    return [...rows.map(([row]) => row?.all), audit?.n];
  };
  const before = await state();
  const actions = actionIds();
  expect(actions.length).toBeGreaterThan(20);

  const by = chance(Number(process.env.SEED ?? 1));
  const slow: string[] = [];
  const answers = new Map<number, number>();
  const told: string[] = [];
  const broken: string[] = [];
  const one = async (n: number) => {
    const address = by.one(addresses);
    const headers: Record<string, string> = {
      "content-type": by.one(types),
      origin: by.one([demo.url, demo.url, "https://evil.example", "null", "no address"]),
    };
    if (by.below(2) === 0) headers["next-action"] = by.one([...actions, "00", "x".repeat(42)]);
    if (by.below(3) === 0)
      headers.authorization = by.one(["Bearer x", `Bearer cmail_${"a".repeat(43)}`, "Basic YWRtaW46YWRtaW4="]);
    // With a session only from elsewhere: what an administrator's own page sends may well be done.
    if (headers.origin === "https://evil.example") headers.cookie = session;
    const method = by.one(["POST", "POST", "POST", "PUT", "PATCH", "DELETE"]);
    const begun = performance.now();
    const answer = await fetch(`${demo.url}${address}`, {
      ...{ method, headers, body: new Uint8Array(body(by)) },
      ...{ redirect: "manual" as const, signal: AbortSignal.timeout(20_000) },
    });
    const text = await answer.text();
    const took = performance.now() - begun;
    if (took > 5_000) slow.push(`${n}: ${address} took ${Math.round(took)} ms`);
    answers.set(answer.status, (answers.get(answer.status) ?? 0) + 1);
    if (answer.status >= 500 && !onlyTheBodyTells({ method, address, headers }, demo.url))
      broken.push(`${n}: ${answer.status} to ${method} ${address} with ${JSON.stringify(headers)}`);
    if (/node_modules|\bat [\w.]+ \(|postgres:\/\/|DrizzleQueryError/.test(text))
      told.push(`${n}: ${text.slice(0, 300)}`);
  };
  for (let n = 0; n < wanted; n += 8) await Promise.all(Array.from({ length: 8 }, (_, k) => one(n + k)));

  console.log(
    `${wanted} random bodies, answered with ${[...answers]
      .sort()
      .map(([status, count]) => `${status}: ${count}`)
      .join(", ")}`,
  );
  expect(await state()).toEqual(before);
  await sql.end();
  expect(slow).toEqual([]);
  expect(told).toEqual([]);
  expect(broken).toEqual([]);
  expect((await fetch(`${demo.url}/api/health`)).status).toBe(200);
  await page.goto("/settings");
  await expect(page.getByRole("heading", { level: 1, name: "Settings" })).toBeVisible();
});
