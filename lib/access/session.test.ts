import { eq, sql } from "drizzle-orm";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { createAdministrator } from "@/db/administrators";
import { auditTrail, sessions } from "@/db/schema";
import { createSession } from "@/db/sessions";
import { testDatabase } from "@/db/testing";
import { authOptions, encodeSession, sessionCookie } from "./auth";
import { browser } from "./testing";

vi.mock("server-only", () => ({}));
vi.mock("next/headers", async () => (await import("./testing")).nextHeaders);
vi.mock("next/navigation", async () => (await import("./testing")).nextNavigation);

const { db, url } = await testDatabase();
vi.stubEnv("DATABASE_URL", url);
vi.stubEnv("NEXTAUTH_SECRET", "0123456789abcdef0123456789abcdef");
vi.stubEnv("PUBLIC_URL", "http://localhost:3000");
const { isUndoneHere, requireRight, signOut, wayToProof } = await import("./session");
const { isUndone } = await import("./undone");

let sessionId = "";
let written = 0;
const trail = async () => (await db.select().from(auditTrail).orderBy(auditTrail.id)).slice(written);

const proved = (ago: string) =>
  db
    .update(sessions)
    .set({ provedAt: sql`now() - ${ago}::interval` })
    .where(eq(sessions.id, sessionId));

beforeEach(async () => {
  written = await db.$count(auditTrail);
  await db.execute("truncate administrators, sessions restart identity cascade");
  const id = (await createAdministrator(db, { login: "anna", name: "Anna", passwordHash: null })) ?? 0;
  sessionId = await createSession(db, { administratorId: id, hours: 12, userAgent: "", address: "" });
  browser.cookies.clear();
  browser.cookies.set(sessionCookie().name, await encodeSession(sessionId));
});

describe("a deed whose proof is over", () => {
  const page = "/settings/notifications";
  const toProof = "/confirm?callbackUrl=%2Fsettings%2Fnotifications%3Fsort%3Dname";
  const press = () => {
    browser.asks(`${page}?sort=name`, "pressed");
    return requireRight("channels.change");
  };

  it("leads to the proof, and the page it was pressed on says that it was not done, until it is", async () => {
    await proved("1 hour");
    await expect(press()).rejects.toThrow(`Led to ${toProof}`);
    expect(await isUndone(`${page}?sort=name`)).toBe(true);
    expect(await isUndone("/settings/tokens")).toBe(false);
    browser.asks(`${page}?sort=name`, "looked");
    expect(await wayToProof()).toBe(toProof);
    // Not before the proof: then it would be asked for once more.
    expect(await isUndoneHere()).toBe(false);

    await proved("1 minute");
    expect(await wayToProof()).toBeNull();
    for (const look of [page, `${page}?sort=state`, page]) {
      browser.asks(look, "looked");
      await requireRight("channels.see");
      expect(await isUndoneHere()).toBe(true);
    }
    browser.asks("/settings/tokens", "looked");
    expect(await isUndoneHere()).toBe(false);
    await press();
    browser.asks(page, "looked");
    expect(await isUndoneHere()).toBe(false);
    expect(browser.cookies.size).toBe(1);
  });

  it("keeps nothing but the page, so that no secret that was typed lies in the browser", async () => {
    await proved("1 hour");
    await expect(press()).rejects.toThrow("Led to");
    expect([...browser.cookies.values()].slice(1)).toEqual([page]);
  });

  it("is none where a page was looked at, nor where one is shown after something that needed no proof", async () => {
    await proved("1 hour");
    browser.asks("/servers/new", "looked");
    await expect(requireRight("servers.keys")).rejects.toThrow("Led to /confirm?callbackUrl=%2Fservers%2Fnew");
    browser.asks("/servers/new", "pressed");
    await requireRight("own");
    browser.rendering = true;
    await expect(requireRight("servers.keys")).rejects.toThrow("Led to /confirm?callbackUrl=%2Fservers%2Fnew");
    expect(await isUndone("/servers/new")).toBe(false);
  });

  it("is not forgotten because another page that needs the proof is shown", async () => {
    await proved("1 hour");
    await expect(press()).rejects.toThrow("Led to");
    await proved("1 minute");
    browser.asks("/servers/new", "looked");
    await requireRight("servers.keys");
    browser.asks(page, "looked");
    expect(await isUndoneHere()).toBe(true);
  });
});

describe("signing out", () => {
  const signedOut = { actor: "anna", event: "session.signed-out" };
  const isOver = async () => (await db.select().from(sessions))[0]?.revokedAt !== null;

  it("is written down once", async () => {
    browser.asks("/mail", "pressed");
    await signOut();
    expect(await isOver()).toBe(true);
    expect(browser.cookies.size).toBe(0);
    await signOut();
    expect(await trail()).toMatchObject([signedOut]);
  });

  it("is written down when next-auth's own address was asked for it, and not for a session that is over", async () => {
    const { signOut: told } = authOptions({ address: "", userAgent: "" }, () => {}).events ?? {};
    const token = { sid: sessionId };
    for (const _ of [1, 2]) await told?.({ token } as unknown as Parameters<NonNullable<typeof told>>[0]);
    expect(await isOver()).toBe(true);
    expect(await trail()).toMatchObject([signedOut]);
  });
});
