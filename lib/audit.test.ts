import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "drizzle-orm";
import { afterAll, expect, test } from "vitest";
import { record } from "@/db/audit";
import { getCheck } from "@/db/audit-chain";
import { testDatabase } from "@/db/testing";
import { acceptTrail, checkTrail } from "./audit";

const { db } = await testDatabase();
const folder = mkdtempSync(join(tmpdir(), "centralized-mail-audit-"));
afterAll(() => rmSync(folder, { recursive: true }));
const file = join(folder, "audit-head.json");

test("the last link that was seen is kept outside the database, until a person accepts another trail", async () => {
  await record(db, { actor: "anna", event: "changes.stopped" });
  await record(db, { actor: "anna", event: "changes.allowed" });
  expect(await checkTrail(db, file)).toMatchObject({ entries: 2, fault: null });
  expect(JSON.parse(readFileSync(file, "utf8"))).toMatchObject({ place: 2 });
  expect(statSync(file).mode & 0o777).toBe(0o600);

  await db.transaction(async (tx) => {
    await tx.execute(sql`set local session_replication_role = replica`);
    await tx.execute(sql`delete from audit_trail where id = 2`);
    await tx.execute(sql`delete from audit_chain where place = 2`);
  });
  expect((await checkTrail(db, file)).fault).toContain("The trail ends at link 1, but link 2 was seen before");
  expect((await getCheck(db))?.fault).toContain("The trail ends at link 1");
  expect(JSON.parse(readFileSync(file, "utf8"))).toMatchObject({ place: 2 });

  expect(await acceptTrail(db, file)).toMatchObject({ entries: 1, fault: null });
  expect(await checkTrail(db, file)).toMatchObject({ entries: 1, fault: null });
});
