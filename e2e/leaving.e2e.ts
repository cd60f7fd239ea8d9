import { once } from "node:events";
import { createServer, request, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, signIn, test } from "./demo";

/**
 * The console as it is over a bad line: whatever a page asks for beside itself is held before its answer, or within it.
 * Of an answer that is held within, the first byte arrives.
 */
async function overBadLine(console: string, held: "before" | "within"): Promise<{ url: string; line: Server }> {
  const line = createServer((asked, answer) => {
    const beside = asked.headers.rsc !== undefined && asked.headers["next-router-prefetch"] === undefined;
    const from = request(
      new URL(asked.url ?? "/", console),
      { method: asked.method, headers: asked.headers },
      (got) => {
        const pieces: Buffer[] = [];
        got.on("data", (piece: Buffer) => pieces.push(piece));
        got.on("end", () => {
          const body = Buffer.concat(pieces);
          if (beside && held === "before") return;
          answer.writeHead(got.statusCode ?? 502, got.headers);
          if (beside) answer.write(body.subarray(0, 1));
          else answer.end(body);
        });
      },
    );
    from.on("error", () => answer.destroy());
    asked.pipe(from);
  });
  line.listen(0, "127.0.0.1");
  await once(line, "listening");
  return { url: `http://localhost:${(line.address() as AddressInfo).port}`, line };
}

for (const held of ["before", "within"] as const)
  test(`a page is left for another while what it asked for is held ${held} its answer`, async ({ page, demo }) => {
    await signIn(page, demo);
    const { url, line } = await overBadLine(demo.url, held);
    try {
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
    } finally {
      line.closeAllConnections();
      line.close();
    }
  });
