import type { Action } from "./entry-points";
import { reach } from "./entry-points";

/** How an entry point received somebody. */
export type Received = "let in" | "refused" | "to sign in" | "to confirm" | "broken";

export function received({ status, headers }: Response): Received {
  const to = headers.get("x-action-redirect") ?? headers.get("location") ?? "";
  const path = URL.canParse(to) ? new URL(to).pathname : (to.split(/[?;]/)[0] ?? "");
  if (status === 403 || path === "/refused") return "refused";
  if (status >= 500) return "broken";
  if (path === "/login") return "to sign in";
  return path === "/confirm" ? "to confirm" : "let in";
}

export function look(origin: string, name: string, cookie: string): Promise<Response> {
  return fetch(origin + reach(name), { headers: { cookie }, redirect: "manual" });
}

const nobodys = "2147483647";
/** Fields that name something, with names that nothing has. */
const foreign: Record<string, string> = {
  ...Object.fromEntries(
    ["id", "serverId", "accountId", "server", "mailServer", "breaker", "only"].map((name) => [name, nobodys]),
  ),
  session: "00000000-0000-4000-8000-000000000000",
  certificate: "00000000-0000-4000-8000-000000000000",
  passkey: "nobodys",
  // An operator may have servers looked at; without a word it would be assigning.
  deed: "refresh",
};

/** Calls an action the way a page of ours with script does, with a form of these fields. */
export function call(
  origin: string,
  { id, at }: Action,
  headers: Record<string, string>,
  fields: Record<string, string> = foreign,
): Promise<Response> {
  const body = new FormData();
  // Most take what was said before and the form, some the form alone: each gets a form of its own in both places.
  for (const place of [1, 2]) for (const [name, value] of Object.entries(fields)) body.set(`_${place}_${name}`, value);
  body.set("0", '["$K1","$K2"]');
  return fetch(origin + at, {
    method: "POST",
    headers: { "next-action": id, accept: "text/x-component", ...headers },
    body,
    redirect: "manual",
  });
}

/** Calls an action the way a form of ours without script does. */
export function post(origin: string, { id, at }: Action, headers: Record<string, string>): Promise<Response> {
  const body = new FormData();
  body.set(`$ACTION_ID_${id}`, "");
  for (const [name, value] of Object.entries(foreign)) body.set(name, value);
  return fetch(origin + at, { method: "POST", headers, body, redirect: "manual" });
}
