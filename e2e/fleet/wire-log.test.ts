import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { wireLog } from "./wire-log";

test("packets are kept in pairs, refused ones apart, spoilt ones not at all", () => {
  const folder = mkdtempSync(join(tmpdir(), "wire-"));
  try {
    const log = wireLog(folder);
    log("<a/>", "<b/>", "packet");
    log("<c/>", "<d/>", "refused");
    log("<e/>", "<f", "broken");
    const names = readdirSync(folder).filter((name) => name.endsWith(".xml"));
    expect(names).toHaveLength(2);
    expect(names.map((name) => readFileSync(join(folder, name), "utf8")).sort()).toEqual(["<a/>", "<b/>"]);
    expect(readdirSync(join(folder, "refused"))).toHaveLength(2);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
