import { once } from "node:events";
import { createServer, request, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { openDatabase } from "./database";
import { expect, signIn, test } from "./demo";

/** What becomes of an answer to what a page asks for beside itself. */
type Trouble = "held before" | "held within" | "late";

const LATE_MS = 4_000;

const lines: Server[] = [];
test.afterEach(() => {
  for (const line of lines.splice(0)) {
    line.closeAllConnections();
    line.close();
  }
});

/** The console over a bad line, until the test is over. Of an answer that is held within, the first byte arrives. */
async function overBadLine(console: string, trouble: Trouble): Promise<{ url: string; asked: string[] }> {
  const asked: string[] = [];
  const line = createServer((question, answer) => {
    const { method, headers, url = "/" } = question;
    const beside = headers.rsc !== undefined && headers["next-router-prefetch"] === undefined;
    if (beside) asked.push(url);
    const from = request(new URL(url, console), { method, headers }, (got) => {
      const pieces: Buffer[] = [];
      got.on("data", (piece: Buffer) => pieces.push(piece));
      got.on("end", () => {
        const body = Buffer.concat(pieces);
        const pass = () => answer.writeHead(got.statusCode ?? 502, got.headers);
        if (!beside) pass().end(body);
        else if (trouble === "late") setTimeout(() => pass().end(body), LATE_MS);
        else if (trouble === "held within") pass().write(body.subarray(0, 1));
      });
    });
    from.on("error", () => answer.destroy());
    question.pipe(from);
  });
  lines.push(line);
  line.listen(0, "127.0.0.1");
  await once(line, "listening");
  return { url: `http://localhost:${(line.address() as AddressInfo).port}`, asked };
}

for (const trouble of ["held before", "held within"] as const)
  test(`a page is left for another while what it asked for is ${trouble} its answer`, async ({ page, demo }) => {
    await signIn(page, demo);
    const { url } = await overBadLine(demo.url, trouble);
    await page.goto(`${url}/mail`);
    const asked = page.waitForRequest((one) => one.url().startsWith(`${url}/activity`));
    await page.getByRole("navigation").getByRole("link", { name: "Activity" }).first().click();
    await asked;
    // Until the first byte is there.
    await page.waitForTimeout(500);
    await page.goto(`${url}/servers`);
    await expect(page.getByRole("heading", { level: 1, name: "Plesk servers" })).toBeVisible();
    await page.waitForTimeout(1_000);
    expect(page.url()).toBe(`${url}/servers`);
  });

test("a page that renders itself anew asks for nothing more while a link is followed", async ({ page, demo }) => {
  await signIn(page, demo);
  const sql = openDatabase();
  const [run] = await sql<{ id: string }[]>`
    insert into runs (server_id, mail_server_id, kind, started_by) values (2, 1, 'synchronize', 'admin') returning id`;
  const { url, asked } = await overBadLine(demo.url, "late");
  await page.goto(`${url}/activity/runs/${run?.id}`);
  await expect.poll(() => asked.filter((one) => one.startsWith("/activity/runs/")).length).toBe(1);
  await page.waitForTimeout(LATE_MS + 500);
  await page.getByRole("navigation").getByRole("link", { name: "Settings" }).first().click();
  await expect(page.getByRole("heading", { level: 1, name: "Settings" })).toBeVisible();
  expect(asked.filter((one) => one.startsWith("/settings"))).toHaveLength(1);
  await sql`delete from runs where id = ${run?.id ?? null}`;
  await sql.end();
});
