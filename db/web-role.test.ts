import { randomBytes } from "node:crypto";
import { sql } from "drizzle-orm";
import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { record } from "./audit";
import { verifyChain } from "./audit-chain";
import { connect, type Database } from "./client";
import { enqueueAnswer, enqueueReconcile } from "./jobs";
import { getQuestion, insertQuestion, takeQuestion } from "./questions";
import { getServer } from "./server";
import { testDatabase } from "./testing";
import { grantWebRights, makeRole } from "./web-role";

const role = `web_${randomBytes(4).toString("hex")}`;
// Registered before the database's own: a role goes when nothing is left that it may do.
afterAll(async () => {
  const maintenance = postgres(inject("templateUrl"), { max: 1, onnotice: () => {} });
  await maintenance.unsafe(`drop role ${role}`);
  await maintenance.end();
});
const { db, url } = await testDatabase();
let web: Database;
const serverId = 1;

beforeAll(async () => {
  await makeRole(db, role, "it's a 'pass'");
  await makeRole(db, role, "an'other");
  await grantWebRights(db, role);
  await grantWebRights(db, role);
  web = connect(Object.assign(new URL(url), { username: role, password: encodeURIComponent("an'other") }).href, {
    max: 2,
  });
  await db.execute(sql`insert into servers (name, host, fingerprint, guid, sealed_key, registered_by, protocol)
    values ('web1', 'web1.example', 'AA', 'g', 'v1.k.secret', 'anna', '1.6.9.1')`);
});
afterAll(() => web.$client.end());

describe("the web process's role", () => {
  test.each([
    ["reads no sealed credential", "select sealed_key from servers"],
    ["nor by taking everything", "select * from servers"],
    ["nor by a question about it", "select 1 from servers where sealed_key like 'v1%'"],
    ["nor the whole row as text", "select servers::text from servers"],
    ["reads no credential on its way to the worker", "select sealed from questions"],
    ["writes no sealed credential", "update servers set sealed_key = ''"],
    ["accepts no certificate", "update servers set fingerprint = 'BB'"],
    ["ends nothing that another certificate holds up", "update servers set certificate_changed_at = null"],
    ["points no server at another Plesk", "update servers set guid = 'h'"],
    ["takes no server from a worker", "update servers set epoch = 0"],
    [
      "registers nothing",
      "insert into servers (name, host, fingerprint, guid, sealed_key, registered_by, protocol) values ('w', 'w', '', 'x', '', '', '')",
    ],
    ["forgets no server", "delete from servers"],
    ["changes no audit entry", "update audit_trail set actor = 'bob'"],
    ["removes none", "delete from audit_trail"],
    ["empties nothing", "truncate audit_trail"],
    ["writes no chain", "insert into audit_chain values (1, 1, '')"],
    ["nor has it written", "select chain_entry(a) from audit_trail a"],
    ["calls no broken trail whole", "update audit_check set fault = null"],
    ["changes no snapshot", "update snapshots set hash = ''"],
    ["switches no trigger off", "alter table audit_trail disable trigger all"],
    ["nor all of them", "set session_replication_role = replica"],
    ["makes no function", "create function public.f() returns int language sql as 'select 1'"],
    ["becomes nobody else", "set role app"],
    ["reads no file", "select pg_read_file('/etc/passwd')"],
    ["runs no program", "copy servers (name) to program 'cat'"],
  ])("%s", async (_what, statement) => {
    await db.execute(sql`insert into audit_trail (actor, event) values ('anna', 'changes.stopped')`);
    await expect(web.execute(sql.raw(statement))).rejects.toMatchObject({
      cause: expect.objectContaining({ message: expect.stringMatching(/permission denied|must be owner/) }),
    });
  });

  test("does what pages and actions do, and its entries are in the chain", async () => {
    expect(await getServer(web, serverId)).toMatchObject({ name: "web1" });
    const id = crypto.randomUUID();
    await web.transaction(async (tx) => {
      await tx.execute(sql`select id from servers for update`);
      await tx.execute(sql`update servers set name = 'web2', maintenance = true`);
      await record(tx, { actor: "anna", event: "server.refreshed", target: "web2", detail: { serverId } });
      await insertQuestion(tx, { id, kind: "test", payload: {}, sealed: "v1.k.s", replyKey: null, askedBy: "anna" });
      await enqueueAnswer(tx, id);
      await enqueueReconcile(tx, serverId);
    });
    expect(await getQuestion(web, id)).toMatchObject({ kind: "test" });
    expect(await takeQuestion(db, id)).toMatchObject({ sealed: "v1.k.s" });
    expect(await verifyChain(db, null)).toMatchObject({ fault: null });
  });
});
