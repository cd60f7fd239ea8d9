import { beforeEach, expect, it, vi } from "vitest";
import { createAdministrator } from "@/db/administrators";
import { auditTrail } from "@/db/schema";
import { setSeed } from "@/db/second-factor";
import { createSession } from "@/db/sessions";
import { testDatabase } from "@/db/testing";
import { encodeSession, sessionCookie } from "@/lib/access/auth";
import { hashPassword } from "@/lib/access/passwords";
import { sealSeed } from "@/lib/access/seeds";
import { browser } from "@/lib/access/testing";

vi.mock("server-only", () => ({}));
vi.mock("next/headers", async () => (await import("@/lib/access/testing")).nextHeaders);
vi.mock("next/navigation", async () => (await import("@/lib/access/testing")).nextNavigation);

const { db, url } = await testDatabase();
vi.stubEnv("DATABASE_URL", url);
vi.stubEnv("NEXTAUTH_SECRET", "0123456789abcdef0123456789abcdef");
vi.stubEnv("PUBLIC_URL", "http://localhost:3000");
const { confirmWithPasskey, confirmWithPassword } = await import("./actions");

const password = "correct horse battery";
let written = 0;
const trail = async () => (await db.select().from(auditTrail).orderBy(auditTrail.id)).slice(written);

beforeEach(async () => {
  written = await db.$count(auditTrail);
  await db.execute("truncate administrators, sessions, sign_in_tries restart identity cascade");
  const passwordHash = await hashPassword(password);
  const id = (await createAdministrator(db, { login: "anna", name: "Anna", passwordHash })) ?? 0;
  await setSeed(db, id, sealSeed("JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP", id), 0);
  const sessionId = await createSession(db, { administratorId: id, hours: 12, userAgent: "", address: "" });
  browser.cookies.clear();
  browser.cookies.set(sessionCookie().name, await encodeSession(sessionId));
  browser.asks("/confirm", "pressed");
});

const form = (fields: Record<string, string>) => {
  const filled = new FormData();
  for (const [name, value] of Object.entries(fields)) filled.set(name, value);
  return filled;
};

it("whatever is tried at a proof and refused is written down: a password, a code, a passkey", async () => {
  expect(await confirmWithPassword(null, form({ password: "wrong", code: "000000" }))).toMatchObject({ ok: false });
  expect(await confirmWithPassword(null, form({ password, code: "no code" }))).toMatchObject({ field: "code" });
  expect(await confirmWithPasskey(null, form({ credential: "{}" }))).toMatchObject({ ok: false });
  const anna = { actor: "anna", target: "anna" };
  expect(await trail()).toMatchObject([
    { ...anna, event: "session.confirmation-refused" },
    { ...anna, event: "session.code-refused" },
    { ...anna, event: "session.passkey-refused" },
  ]);
});
