import { Secret, TOTP } from "otpauth";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { createAdministrator } from "@/db/administrators";
import { rememberDevice } from "@/db/devices";
import { recoveryCodes } from "@/db/schema";
import { getFactors, resetFactors, takeStep } from "@/db/second-factor";
import { testDatabase } from "@/db/testing";
import { checkCode, enableAuthenticator, makeRecoveryCodes, offeredSeed, stepOf } from "./second-factor";
import { openSeed, sealSeed } from "./seeds";

const { db } = await testDatabase();
vi.stubEnv("NEXTAUTH_SECRET", "0123456789abcdef0123456789abcdef");

const facts = { address: "192.0.2.7", userAgent: "Browser" };
const anna = {
  id: 1,
  login: "anna",
  name: "Anna",
  role: "administrator",
  sessionId: "s",
  provedAt: null,
  passwordAlone: true,
} as const;
const app = () => new TOTP({ secret: Secret.fromBase32(offeredSeed(anna)) });
const codeIn = (seconds: number) => app().generate({ timestamp: Date.now() + seconds * 1000 });
const refused = { ok: false, message: "That code is wrong, or was used already. Wait for the next one." };

beforeEach(async () => {
  await db.execute("truncate administrators, sign_in_tries restart identity cascade");
  await createAdministrator(db, { login: "anna", name: "Anna", passwordHash: "" });
  await createAdministrator(db, { login: "ben", name: "Ben", passwordHash: "" });
});

describe("the authenticator app", () => {
  it("shows the codes of RFC 6238", () => {
    const seed = Secret.fromUTF8("12345678901234567890").base32;
    expect(stepOf("anna", seed, "287082", 59_000)).toBe(1);
    expect(stepOf("anna", seed, " 081 804 ", 1_111_111_109_000)).toBe(37_037_036);
    expect(stepOf("anna", seed, "081805", 1_111_111_109_000)).toBeNull();
    expect(stepOf("anna", seed, "7081804", 1_111_111_109_000)).toBeNull();
  });

  it("is taken into use by a code of its own, and not by another one", async () => {
    expect(await enableAuthenticator(db, anna, "000000x")).toBe(false);
    expect((await getFactors(db, 1)).sealedSeed).toBeNull();
    expect(await enableAuthenticator(db, anna, codeIn(0))).toBe(true);
    expect((await getFactors(db, 1)).sealedSeed).not.toContain(offeredSeed(anna));
  });

  it("lets a code in once, also when it comes twice at the same instant, and none from before", async () => {
    await enableAuthenticator(db, anna, codeIn(-30));
    const code = codeIn(0);
    const answers = await Promise.all([checkCode(db, anna, code, facts), checkCode(db, anna, code, facts)]);
    expect(answers.filter((answer) => answer.ok)).toEqual([{ ok: true, by: "authenticator" }]);
    expect(await checkCode(db, anna, code, facts)).toEqual(refused);
    expect(await takeStep(db, 1, 1)).toBe(false);
  });

  it("offers another seed to another session, and after another proof", () => {
    const seeds = [anna, { ...anna, sessionId: "t" }, { ...anna, provedAt: new Date(1) }].map(offeredSeed);
    expect(new Set(seeds).size).toBe(3);
  });

  it("is guessed at five times, and then has to be waited for; the known browser is not kept out", async () => {
    await enableAuthenticator(db, anna, codeIn(-30));
    const { token: device } = await rememberDevice(db, 1, undefined);
    for (let tries = 0; tries < 5; tries++) expect(await checkCode(db, anna, "000000x", facts)).toEqual(refused);
    expect(await checkCode(db, anna, codeIn(0), facts)).toMatchObject({ message: expect.stringContaining("Too many") });
    expect(await checkCode(db, anna, codeIn(0), { ...facts, device })).toMatchObject({ ok: true });
  });
});

describe("recovery codes", () => {
  it("are ten, kept as hashes, and each works once, however it is typed", async () => {
    const codes = await makeRecoveryCodes(db, 1);
    expect(new Set(codes).size).toBe(10);
    const kept = (await db.select().from(recoveryCodes)).map(({ codeHash }) => codeHash);
    expect(kept.every((hash) => /^[0-9a-f]{64}$/.test(hash))).toBe(true);
    const typed = (codes[0] ?? "").toUpperCase().replaceAll("-", " ");
    expect(await checkCode(db, anna, typed, facts)).toEqual({ ok: true, by: "recovery code" });
    expect(await checkCode(db, anna, typed, facts)).toEqual(refused);
    expect((await getFactors(db, 1)).codes).toBe(9);
  });

  it("are nobody else's, and end when new ones are made or everything is reset", async () => {
    const [first = ""] = await makeRecoveryCodes(db, 1);
    const ben = { ...anna, id: 2, login: "ben" };
    expect(await checkCode(db, ben, first, facts)).toEqual(refused);
    const [second = ""] = await makeRecoveryCodes(db, 1);
    expect(await checkCode(db, anna, first, facts)).toEqual(refused);
    await resetFactors(db, 1);
    expect(await checkCode(db, anna, second, facts)).toEqual(refused);
  });
});

describe("a seed at rest", () => {
  it("opens for its person alone, and not when a bit of it was changed", () => {
    const sealed = sealSeed("JBSWY3DPEHPK3PXP", 1);
    expect(openSeed(sealed, 1)).toBe("JBSWY3DPEHPK3PXP");
    expect(openSeed(sealed, 2)).toBeNull();
    expect(openSeed("", 1)).toBeNull();
    const bytes = Buffer.from(sealed, "base64url");
    for (let at = 0; at < bytes.length; at++) {
      const changed = Buffer.from(bytes);
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(openSeed(changed.toString("base64url"), 1)).toBeNull();
    }
  });
});
