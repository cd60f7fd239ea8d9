import { spawn } from "node:child_process";
import { once } from "node:events";
import { DrizzleQueryError } from "drizzle-orm/errors";
import { describe, expect, test } from "vitest";
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

describe("a failed query", () => {
  const query = "insert into administrators (login, hash) values ($1, $2)";
  const failed = () =>
    new DrizzleQueryError(query, ["anna", "$argon2id$v=19\n    at hash"], new Error("duplicate key"));

  test("is told without its parameters, in message and stack, with its cause", () => {
    const [line] = written((log) => log.error("x", { error: failed() }));
    expect(JSON.stringify(line)).not.toContain("argon2id");
    expect(line?.error).toMatchObject({ message: `Failed query: ${query}`, cause: { message: "duplicate key" } });
    expect(line?.error).toMatchObject({ stack: expect.stringMatching(/^at /) });
  });

  test("is told without its parameters where it is the cause, has no frames, or its message was changed", () => {
    const bare = Object.assign(failed(), { stack: `Error: ${failed().message}` });
    const changed = Object.assign(failed(), { message: "The administrator could not be stored." });
    const lines = written((log) =>
      log.error("x", { error: new Error("Nothing was stored.", { cause: failed() }), bare, changed }),
    );
    expect(JSON.stringify(lines)).not.toContain("argon2id");
  });

  test("is told without its parameters in a sentence of somebody else", () => {
    const message = `Failed task 5 (reconcile) with error '${failed().message}'`;
    const [line] = written((log) => log.error("queue", { message, list: [message] }));
    expect(JSON.stringify(line)).not.toContain("argon2id");
    expect(line?.message).toContain("Failed task 5");
  });
});

test("a process whose log nobody reads any more ends", async () => {
  const script = 'import("./lib/log.ts").then(({ log }) => setInterval(() => log().info("here"), 10));';
  const child = spawn(process.execPath, ["--import", "tsx", "-e", script], { stdio: ["ignore", "pipe", "ignore"] });
  await once(child.stdout, "data");
  child.stdout.destroy();
  expect(await once(child, "exit")).toEqual([1, null]);
});
