import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { onFullDisk } from "./full-disk";
import { createWhole, replaceWhole } from "./whole-file";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "whole-file-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

test("a file is put in another's place, or made where there is none, for its owner alone", () => {
  const file = join(folder, "kept.json");
  expect(createWhole(file, "one")).toBe(true);
  expect(createWhole(file, "two")).toBe(false);
  expect(readFileSync(file, "utf8")).toBe("one");
  replaceWhole(file, "three");
  expect(readFileSync(file, "utf8")).toBe("three");
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(readdirSync(folder)).toEqual(["kept.json"]);
});

test("on a full disk what was there stays, and nothing empty appears", { timeout: 60_000 }, () => {
  const [kept, made] = [join(folder, "kept.json"), join(folder, "made.json")];
  writeFileSync(kept, "before");
  const said = onFullDisk(`
    import { createWhole, replaceWhole } from "./lib/start/whole-file.ts";
    const tell = ({ message }) => console.error(message);
    try { replaceWhole(${JSON.stringify(kept)}, "after"); } catch (error) { tell(error); }
    try { createWhole(${JSON.stringify(made)}, "after"); } catch (error) { tell(error); }
  `);
  expect(said).toMatch(/kept\.json cannot be written \(E[\s\S]*made\.json cannot be written \(E/);
  expect(readFileSync(kept, "utf8")).toBe("before");
  expect(readdirSync(folder)).toEqual(["kept.json"]);
});
