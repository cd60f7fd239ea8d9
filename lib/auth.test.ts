import { beforeEach, describe, expect, it, vi } from "vitest";
import { createAdministrator, disableAdministrator, setPassword } from "@/db/administrators";
import { auditTrail, sessions, signInFailures } from "@/db/schema";
import { findSession, listSessions, revokeSession } from "@/db/sessions";
import { testDatabase } from "@/db/testing";
import { decodeSession, encodeSession, localPath, requestFacts, signInWithPassword } from "./auth";
import { hashPassword } from "./passwords";

const { db } = await testDatabase();
vi.stubEnv("NEXTAUTH_SECRET", "0123456789abcdef0123456789abcdef");
vi.stubEnv("PUBLIC_URL", "https://mail.provider.example");
vi.stubEnv("TRUST_PROXY", "yes");

const facts = { address: "192.0.2.7", userAgent: "Browser" };
const right = "correct horse battery";
let anna = 0;

async function signIn(login: string, password: string, from = facts) {
  return signInWithPassword(db, login, password, from);
}

async function signInRightly(): Promise<string> {
  const result = await signIn("anna", right);
  if (!result.ok) throw new Error(result.message);
  return result.sessionId;
}

beforeEach(async () => {
  await db.execute("truncate administrators, sessions, sign_in_failures restart identity cascade");
  anna = (await createAdministrator(db, { login: "anna", name: "Anna", passwordHash: await hashPassword(right) })) ?? 0;
  await createAdministrator(db, { login: "ben", name: "Ben", passwordHash: await hashPassword(right) });
});

describe("signing in", () => {
  it("starts a session that says who it is, and writes it in the audit trail", async () => {
    const id = await signInRightly();
    expect(await findSession(db, id)).toMatchObject({ id: anna, login: "anna", name: "Anna", sessionId: id });
    expect(await db.select().from(auditTrail)).toMatchObject([{ actor: "anna", event: "session.signed-in" }]);
  });

  it("takes a login in capitals, and refuses forms that are no text", async () => {
    expect((await signIn(" Anna ", right)).ok).toBe(true);
    expect(await signInWithPassword(db, null, { toString: 1 }, facts)).toEqual({
      ok: false,
      message: "Give your login and your password.",
    });
  });

  it("answers the same for a wrong password, an unknown login and a disabled administrator", async () => {
    await disableAdministrator(db, anna);
    const answers = [await signIn("ben", "wrong"), await signIn("nobody", right), await signIn("anna", right)];
    for (const answer of answers) expect(answer).toEqual({ ok: false, message: "The login or the password is wrong." });
  });

  it("makes the sixth try for one account wait, says how long, and lets other accounts in", async () => {
    for (let index = 0; index < 5; index++) await signIn("anna", "wrong");
    const answer = await signIn("anna", right, { ...facts, address: "192.0.2.99" });
    expect(answer).toEqual({ ok: false, message: "Too many wrong tries. Wait 1 second, then try again." });
    expect((await signIn("ben", right)).ok).toBe(true);
  });

  it("lets the owner in from an address used before while a stranger guesses", async () => {
    await signInRightly();
    for (let index = 0; index < 8; index++) await signIn("anna", "wrong", { ...facts, address: "203.0.113.5" });
    expect((await signIn("anna", right, { ...facts, address: "203.0.113.5" })).ok).toBe(false);
    expect((await signIn("anna", right)).ok).toBe(true);
  });

  it("slows down one address that guesses at many logins", async () => {
    const answers = [];
    for (let index = 0; index < 22; index++) answers.push(await signIn(`login${index}`, "wrong"));
    expect(answers.at(-1)).toMatchObject({ message: expect.stringContaining("Too many wrong tries") });
  });

  it("lets tries made at the same instant not share one", async () => {
    for (let index = 0; index < 4; index++) await signIn("anna", "wrong");
    const answers = await Promise.all(Array.from({ length: 6 }, () => signIn("anna", "wrong")));
    const checked = answers.filter((answer) => !answer.ok && answer.message.includes("password is wrong"));
    expect(checked).toHaveLength(1);
  });

  it("forgets an account's wrong tries after a right one", async () => {
    for (let index = 0; index < 4; index++) await signIn("anna", "wrong");
    await signInRightly();
    expect(await db.select().from(signInFailures)).toEqual([
      expect.objectContaining({ subject: "address:192.0.2.7", failures: 4 }),
    ]);
  });
});

describe("a session", () => {
  it("is over at the next look once it is revoked", async () => {
    const id = await signInRightly();
    await revokeSession(db, id);
    expect(await findSession(db, id)).toBeNull();
  });

  it("is not ended by somebody else", async () => {
    const id = await signInRightly();
    await revokeSession(db, id, anna + 1);
    expect(await findSession(db, id)).not.toBeNull();
  });

  it("ends when its administrator is disabled, and when the password was changed elsewhere", async () => {
    const [one, two] = [await signInRightly(), await signInRightly()];
    await setPassword(db, anna, await hashPassword("another long one"), one);
    expect((await listSessions(db, anna)).map((each) => each.id)).toEqual([one]);
    expect(await findSession(db, two)).toBeNull();
    await disableAdministrator(db, anna);
    expect(await findSession(db, one)).toBeNull();
  });

  it.each([{ expiresAt: new Date(0) }, { seenAt: new Date(Date.now() - 5 * 3600_000) }])(
    "ends when it is too old or unused: %j",
    async (values) => {
      const id = await signInRightly();
      await db.update(sessions).set(values);
      expect(await findSession(db, id)).toBeNull();
    },
  );

  it("is the only thing in its cookie, and a forged cookie is none", async () => {
    const id = await signInRightly();
    const cookie = await encodeSession(id);
    expect(await decodeSession(cookie)).toBe(id);
    expect(await decodeSession(`${cookie.slice(0, -2)}xx`)).toBeNull();
    expect(await decodeSession("")).toBeNull();
  });
});

it("the last administrator who is not disabled cannot be disabled", async () => {
  expect(await disableAdministrator(db, anna)).toBe(true);
  expect(await disableAdministrator(db, anna + 1)).toBe(false);
});

it.each([
  ["/accounts?page=2", "/accounts?page=2"],
  ["https://mail.provider.example/servers", "/servers"],
  ["//evil.example/x", "/mail"],
  ["https://evil.example/", "/mail"],
  ["/\\evil.example", "/mail"],
  ["javascript:alert(1)", "/mail"],
  [null, "/mail"],
])("after signing in, %s leads to %s", (given, path) => {
  expect(localPath(given)).toBe(path);
});

it("the address is the one that the trusted proxy added, not what the browser claims", () => {
  const headers = new Headers({ "x-forwarded-for": "10.9.9.9, ::ffff:192.0.2.7", "user-agent": "Browser" });
  expect(requestFacts(headers)).toEqual(facts);
});
