import { expect, test } from "vitest";
import { createLog } from "./log";

function written(tell: (log: ReturnType<typeof createLog>) => void): Record<string, unknown>[] {
  const lines: string[] = [];
  tell(createLog("info", (line) => lines.push(line), { process: "worker" }));
  return lines.map((line) => JSON.parse(line));
}

test("an event is one line of JSON with its facts", () => {
  const [line] = written((log) => log.info("probe.done", { server: 3, text: "two\nlines" }));
  expect(line).toMatchObject({ level: "info", event: "probe.done", process: "worker", server: 3, text: "two\nlines" });
});

test("events below the level are left out", () => {
  expect(written((log) => log.debug("probe.started"))).toEqual([]);
});

test("a field named like a secret is blank at any depth", () => {
  const [line] = written((log) => log.warn("x", { server: { password: "hunter2", secretKey: "k", login: "admin" } }));
  expect(line?.server).toEqual({ password: "[secret]", secretKey: "[secret]", login: "admin" });
});

test("an error is told with its cause", () => {
  const error = new Error("The panel is gone.", { cause: new Error("ECONNREFUSED") });
  const [line] = written((log) => log.error("run.failed", { error }));
  expect(line?.error).toMatchObject({ message: "The panel is gone.", cause: { message: "ECONNREFUSED" } });
});

test("a failed query is told without its parameters", () => {
  const error = new Error("Failed query: insert into administrators\nparams: anna,$argon2id$v=19$m=19456");
  expect(JSON.stringify(written((log) => log.error("x", { error })))).not.toContain("argon2id");
});
