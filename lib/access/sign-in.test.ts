import { beforeEach, describe, expect, it, vi } from "vitest";
import { createAdministrator, disableAdministrator, setPassword, setRole } from "@/db/administrators";
import { auditTrail, sessions, signInTries } from "@/db/schema";
import { findHalfSession, findSession, listSessions, revokeSession } from "@/db/sessions";
import { testDatabase } from "@/db/testing";
import { hashPassword } from "./passwords";
import { networkOf, type RequestFacts, signInWithPassword } from "./sign-in";

const { db } = await testDatabase();
vi.stubEnv("NEXTAUTH_SECRET", "0123456789abcdef0123456789abcdef");

// Everything that reaches the hash goes through here; nothing of it is replaced.
vi.mock("./passwords", { spy: true });
const { isPassword } = await import("./passwords");
const hashed = vi.mocked(isPassword);

const facts: RequestFacts = { address: "192.0.2.7", userAgent: "Browser" };
const limits = { idleMinutes: 240 };
const right = "correct horse battery";
const wrong = "The login or the password is wrong.";
let anna = 0;

const signIn = (login: string, password: string, from = facts) => signInWithPassword(db, login, password, from);

async function signInRightly(from = facts): Promise<{ sessionId: string; device?: string }> {
  const result = await signIn("anna", right, from);
  if (!result.ok) throw new Error(result.message);
  return result;
}

const isRefused = (answer: Awaited<ReturnType<typeof signIn>>) => !answer.ok && answer.message.startsWith("Too many");

/** The trail is append-only, for tests too: what this test has added to it. */
let written = 0;
const trail = async () => (await db.select().from(auditTrail).orderBy(auditTrail.id)).slice(written);

beforeEach(async () => {
  written = await db.$count(auditTrail);
  await db.execute("truncate administrators, sessions, sign_in_tries restart identity cascade");
  const passwordHash = await hashPassword(right);
  anna = (await createAdministrator(db, { login: "anna", name: "Anna", passwordHash })) ?? 0;
  await createAdministrator(db, { login: "ben", name: "Ben", passwordHash });
  hashed.mockClear();
});

describe("signing in", () => {
  it("begins a session that says who it is, and writes it in the audit trail", async () => {
    const { sessionId } = await signInRightly();
    const found = await findSession(db, sessionId, limits);
    expect(found).toMatchObject({ id: anna, login: "anna", name: "Anna", role: "administrator", sessionId });
    expect(Date.now() - Number(found?.provedAt)).toBeLessThan(60_000);
    expect(await trail()).toMatchObject([{ actor: "anna", event: "session.signed-in" }]);
  });

  it("takes a login in capitals, and refuses forms that are no text", async () => {
    expect((await signIn(" Anna ", right)).ok).toBe(true);
    const answer = await signInWithPassword(db, null, { toString: 1 }, facts);
    expect(answer).toEqual({ ok: false, message: "Give your login and your password." });
  });

  it("answers the same for a wrong password, an unknown login, a disabled person and one without a password", async () => {
    await createAdministrator(db, { login: "eve", name: "Eve", passwordHash: null, issuer: "i", subject: "s" });
    await disableAdministrator(db, anna);
    const answers = [
      await signIn("ben", "wrong"),
      await signIn("nobody", right),
      await signIn("anna", right),
      await signIn("eve", right),
    ];
    for (const answer of answers) expect(answer).toEqual({ ok: false, message: wrong });
    expect(hashed).toHaveBeenCalledTimes(4);
  });

  it("takes as long for a login that does not exist", async () => {
    const median = (times: number[]) => times.sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0;
    const known: number[] = [];
    const unknown: number[] = [];
    const stored = await hashPassword(right);
    for (let index = 0; index < 15; index++) {
      for (const [times, hash] of [[known, stored] as const, [unknown, null] as const]) {
        const begun = performance.now();
        await isPassword(hash, "wrong");
        times.push(performance.now() - begun);
      }
    }
    expect(median(unknown) / median(known)).toBeGreaterThan(0.7);
    expect(median(unknown) / median(known)).toBeLessThan(1.4);
  });

  it("tells a browser that this person had not used before, but not the first one", async () => {
    const { device } = await signInRightly();
    await signInRightly({ ...facts, device });
    const there = { address: "198.51.100.4", userAgent: "Another browser" };
    await signInRightly(there);
    const list = await listSessions(db, anna, limits);
    expect(list.filter((session) => session.newDevice).map((session) => session.userAgent)).toEqual([
      "Another browser",
    ]);
    const told = (await trail()).filter((entry) => entry.event === "session.new-device");
    expect(told).toMatchObject([{ actor: "anna", detail: { ...there, by: "password" } }]);
  });
});

describe("guessing", () => {
  it("lets strangers try four times, then says how long to wait, and lets other accounts in", async () => {
    const there = { ...facts, address: "203.0.113.5" };
    for (let index = 0; index < 4; index++)
      expect(await signIn("anna", "wrong", there)).toMatchObject({ message: wrong });
    const answer = await signIn("anna", right, there);
    expect(answer).toEqual({ ok: false, message: "Too many wrong tries. Wait 30 min, then try again." });
    expect((await signIn("ben", right, there)).ok).toBe(true);
  });

  it("slows down one network that guesses at many logins", async () => {
    const answers = [];
    for (let index = 0; index < 22; index++) answers.push(await signIn(`login${index}`, "wrong"));
    expect(answers.filter(isRefused)).toHaveLength(2);
  });

  it("lets tries made at the same instant not share one", async () => {
    const answers = await Promise.all(Array.from({ length: 12 }, () => signIn("anna", "wrong")));
    expect(answers.filter((answer) => !isRefused(answer))).toHaveLength(4);
    expect(hashed).toHaveBeenCalledTimes(4);
  });

  it("takes nothing for a right password", async () => {
    for (let index = 0; index < 10; index++) await signInRightly();
    expect((await db.select().from(signInTries)).map((each) => Math.round(each.used))).toEqual([0, 0, 0]);
  });

  it("gives tries back with time", async () => {
    for (let index = 0; index < 5; index++) await signIn("anna", "wrong");
    await db.execute("update sign_in_tries set at = at - interval '31 minutes'");
    expect((await signIn("anna", right)).ok).toBe(true);
  });

  it("keeps nobody out: 10 000 wrong tries from 100 addresses, and the owner signs in", async () => {
    const home = { address: "192.0.2.200", userAgent: "Browser" };
    const { device } = await signInRightly(home);
    hashed.mockClear();
    const answers: Awaited<ReturnType<typeof signIn>>[] = [];
    for (let round = 0; round < 100; round++) {
      const guesses = Array.from({ length: 100 }, (_, at) =>
        signIn("anna", `guess ${round}`, { address: `203.0.113.${at}`, userAgent: "Guesser" }),
      );
      answers.push(...(await Promise.all(guesses)));
    }
    expect(answers).toHaveLength(10_000);
    expect(answers.every((answer) => !answer.ok)).toBe(true);
    const ofStrangers = hashed.mock.calls.length;
    console.log(`Of 10 000 wrong tries from 100 addresses ${ofStrangers} reached the hash.`);

    // From another network, with the browser that is known; and with another browser, from the address that is known.
    expect((await signIn("anna", right, { ...facts, device })).ok).toBe(true);
    expect((await signIn("anna", right, home)).ok).toBe(true);

    // Even with every browser and address against it, an account's hash is asked twenty times an hour at most.
    hashed.mockClear();
    for (let index = 0; index < 30; index++) {
      await signIn("anna", "wrong", { address: `198.51.100.${index}`, userAgent: "", device });
      await signIn("anna", "wrong", home);
    }
    const atOnce = ofStrangers + hashed.mock.calls.length;
    expect(atOnce).toBeLessThanOrEqual(13);
    // What comes back within the hour: 3 for the browser, 2 for the address, 2 for strangers.
    await db.execute("update sign_in_tries set at = at - interval '59 minutes 59 seconds'");
    for (let index = 0; index < 30; index++) {
      await signIn("anna", "wrong", { address: `198.51.101.${index}`, userAgent: "", device });
      await signIn("anna", "wrong", home);
      await signIn("anna", "wrong", { address: `198.51.102.${index}`, userAgent: "" });
    }
    expect(ofStrangers + hashed.mock.calls.length).toBeLessThanOrEqual(20);
  }, 120_000);

  it.each([
    ["192.0.2.7", "192.0.2.7"],
    ["2001:DB8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
    ["2001:db8::1", "2001:db8:0:0::/64"],
    ["2001:0db8:0001:0002::1", "2001:db8:1:2::/64"],
    ["", ""],
  ])("counts %s as the network %s", (address, network) => {
    expect(networkOf(address)).toBe(network);
  });
});

describe("a session", () => {
  it("is over at the next look once it is revoked", async () => {
    const { sessionId } = await signInRightly();
    await revokeSession(db, sessionId);
    expect(await findSession(db, sessionId, limits)).toBeNull();
  });

  it("is not ended by somebody else", async () => {
    const { sessionId } = await signInRightly();
    await revokeSession(db, sessionId, anna + 1);
    expect(await findSession(db, sessionId, limits)).not.toBeNull();
  });

  it("ends when its person is disabled, and when the password was changed elsewhere", async () => {
    const [{ sessionId: one }, { sessionId: two }] = [await signInRightly(), await signInRightly()];
    await setPassword(db, anna, await hashPassword("another long one"), one);
    expect((await listSessions(db, anna, limits)).map((each) => each.id)).toEqual([one]);
    expect(await findSession(db, two, limits)).toBeNull();
    await disableAdministrator(db, anna);
    expect(await findSession(db, one, limits)).toBeNull();
  });

  it("has the role that its person has now", async () => {
    const { sessionId } = await signInRightly();
    await setRole(db, anna, "viewer");
    expect(await findSession(db, sessionId, limits)).toMatchObject({ role: "viewer" });
  });

  it.each([{ expiresAt: new Date(0) }, { seenAt: new Date(Date.now() - 5 * 3600_000) }])(
    "ends when it is too old or unused: %j",
    async (values) => {
      const { sessionId } = await signInRightly();
      await db.update(sessions).set(values);
      expect(await findSession(db, sessionId, limits)).toBeNull();
    },
  );

  it("is half while the second factor is to come, and opens nothing", async () => {
    await db.execute("update administrators set sealed_seed = 'sealed'");
    const { sessionId } = await signInRightly();
    expect(await findSession(db, sessionId, limits)).toBeNull();
    expect(await findHalfSession(db, sessionId)).toMatchObject({ id: anna });
    expect(await listSessions(db, anna, limits)).toEqual([]);
    await db.update(sessions).set({ expiresAt: new Date(0) });
    expect(await findHalfSession(db, sessionId)).toBeNull();
  });
});

describe("the last active administrator", () => {
  it("is neither disabled nor given another role", async () => {
    expect(await disableAdministrator(db, anna)).toBe(true);
    expect(await disableAdministrator(db, anna + 1)).toBe(false);
    expect(await setRole(db, anna + 1, "operator")).toBe(false);
  });

  it("stays when two are demoted at the same instant", async () => {
    const done = await Promise.all([setRole(db, anna, "viewer"), setRole(db, anna + 1, "auditor")]);
    expect(done.filter(Boolean)).toHaveLength(1);
  });
});
