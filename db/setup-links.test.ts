import { beforeEach, expect, it } from "vitest";
import { listAdministrators } from "./administrators";
import { auditTrail, setupLinks } from "./schema";
import { createFirstAdministrator, createSetupLink, isSetupLinkOpen } from "./setup-links";
import { testDatabase } from "./testing";

const { db } = await testDatabase();
const anna = { login: "anna", name: "Anna", passwordHash: "hash" };

beforeEach(() => db.execute("truncate administrators, setup_links cascade"));

it("a setup link makes the first administrator once", async () => {
  const token = await createSetupLink(db);
  expect(await isSetupLinkOpen(db, token)).toBe(true);
  expect(await createFirstAdministrator(db, token, anna)).toBeTypeOf("number");
  expect(await isSetupLinkOpen(db, token)).toBe(false);
  expect(await createFirstAdministrator(db, token, { ...anna, login: "ben" })).toBeNull();
  // Under the lock there is nobody whose login could be taken, so who is made is written down, and nobody else.
  const detail = { role: "administrator" };
  expect(await db.select().from(auditTrail)).toMatchObject([
    { actor: "setup link", event: "administrator.added", target: "anna", detail },
  ]);
});

it("two setup links opened at once make one administrator", async () => {
  const tokens = await Promise.all([createSetupLink(db), createSetupLink(db)]);
  await Promise.all(tokens.map((token, index) => createFirstAdministrator(db, token, { ...anna, login: `a${index}` })));
  expect(await listAdministrators(db)).toHaveLength(1);
});

it("a wrong token and one that is over make nobody", async () => {
  const token = await createSetupLink(db);
  expect(await createFirstAdministrator(db, `${token}x`, anna)).toBeNull();
  await db.update(setupLinks).set({ expiresAt: new Date(0) });
  expect(await isSetupLinkOpen(db, token)).toBe(false);
  expect(await createFirstAdministrator(db, token, anna)).toBeNull();
});

it("the token itself is not in the database", async () => {
  const token = await createSetupLink(db);
  expect(JSON.stringify(await db.select().from(setupLinks))).not.toContain(token);
});
