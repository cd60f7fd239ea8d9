import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { parseSettings } from "@/lib/env";
import { open, seal } from "@/lib/secrets";
import { makeKeys } from "./keys";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "centralized-mail-keys-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

test("keys are made once, for their owner's eyes only", () => {
  const settings = parseSettings({ DATA_DIR: folder });
  const keys = makeKeys(settings);
  expect(makeKeys(settings)).toEqual(keys);
  for (const name of ["worker.key", "auth.key", "actions.key"]) {
    expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600);
  }
});

test("what is sealed with the public half opens with the worker's file", () => {
  const settings = parseSettings({ DATA_DIR: folder });
  const sealed = seal(makeKeys(settings).workerPublicKey, "hunter2", "here");
  const privateKey = readFileSync(settings.workerKeyFile, "utf8").trim();
  expect(open(privateKey, sealed, "here").reveal()).toBe("hunter2");
});

test("a spoilt key file is never replaced by a new key", () => {
  const settings = parseSettings({ DATA_DIR: folder });
  writeFileSync(settings.workerKeyFile, "");
  expect(() => makeKeys(settings)).toThrow(/worker\.key does not hold the worker's private key\. Put it back/);
  expect(readFileSync(settings.workerKeyFile, "utf8")).toBe("");
});
