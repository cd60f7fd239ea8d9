import { DrizzleQueryError } from "drizzle-orm/errors";
import { expect, test } from "vitest";
import { createLog } from "./log";
import { takeConsole, tellFailedRequest } from "./printed";

function taken() {
  const lines: string[] = [];
  const log = createLog("info", (line) => lines.push(line));
  const nothing = () => {};
  const console = { debug: nothing, log: nothing, info: nothing, warn: nothing, error: nothing } as Console;
  takeConsole(log, console);
  return { log, console, events: () => lines.map((line) => JSON.parse(line) as Record<string, unknown>) };
}
const route = { routePath: "/setup", routeType: "render" };

test("what is printed is an event of its level, without signs, colours and empty lines", () => {
  const { console, events } = taken();
  console.log("▲ Next.js 16");
  console.warn("\u001b[33m⚠\u001b[39m slow in %s", "/mail");
  console.error("");
  console.debug("not at this level");
  expect(events()).toMatchObject([
    { level: "info", event: "printed", text: "Next.js 16" },
    { level: "warn", event: "printed", text: "slow in /mail" },
  ]);
});

test("a printed error is one line with its cause, and a failed query has no parameters in it", () => {
  const { console, events } = taken();
  const query = new DrizzleQueryError("insert into administrators values ($1)", ["$argon2id$v=19"], new Error("gone"));
  console.error("⨯", query);
  const [event] = events();
  expect(event).toMatchObject({ level: "error", event: "printed", error: { cause: { message: "gone" } } });
  expect(event).not.toHaveProperty("text");
  expect(JSON.stringify(events())).not.toContain("argon2id");
});

test("the request that failed is told with its error's digest, and without its query", () => {
  const { log, events } = taken();
  const error = Object.assign(new Error("The database is gone."), { digest: "42" });
  tellFailedRequest(log, error, { method: "GET", path: "/setup?token=once" }, route);
  expect(events()).toMatchObject([
    { event: "request.failed", method: "GET", path: "/setup", digest: "42", error: { message: error.message } },
  ]);
  expect(JSON.stringify(events())).not.toContain("once");
});

test("an error that was printed already is told again by its message alone", () => {
  const { log, console, events } = taken();
  const error = new Error("The database is gone.");
  console.error(error);
  tellFailedRequest(log, error, { method: "POST", path: "/mail" }, route);
  expect(events().map((event) => event.error)).toEqual([
    expect.objectContaining({ stack: expect.stringContaining("at ") }),
    "The database is gone.",
  ]);
});
