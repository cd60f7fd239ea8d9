import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { onFullDisk } from "./full-disk";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "output-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

test("our own output, where it is a file on a full disk, costs lines and never ends us", { timeout: 60_000 }, () => {
  const file = join(folder, "console.log");
  const said = onFullDisk(
    `
      import { ownOutput } from "./lib/start/output.ts";
      ownOutput.write("lost");
      setTimeout(() => { ownOutput.write("lost, too"); setTimeout(() => console.error("still here"), 50); }, 50);
    `,
    file,
  );
  expect(said).toContain("still here");
  expect(readFileSync(file, "utf8")).toBe("");
});
