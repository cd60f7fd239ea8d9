import { beforeAll, expect, test } from "vitest";
import { type Account, getAccount } from "./account";
import { getHolder, getNamesake } from "./conflicts";
import { addAccount, addAssigned, addMailServer } from "./sample";
import { claims } from "./schema";
import { testDatabase } from "./testing";
import { getWantedZone, listWantedZones } from "./wanted-zones";

const { db } = await testDatabase();
let first: Account;
let second: Account;

async function read(id: number): Promise<Account> {
  const account = await getAccount(db, id);
  if (!account) throw new Error(`no account ${id}`);
  return account;
}

beforeAll(async () => {
  await addMailServer(db, 1);
  const web8 = await addAssigned(db, "web8.provider.example", 1);
  const web9 = await addAssigned(db, "web9.provider.example", 1);
  const aliases = [
    { name: "acme.test", ascii: "acme.test", mail: true },
    { name: "acme.web", ascii: "acme.web", mail: false },
  ];
  first = await read(
    await addAccount(db, { serverId: web8, mailServerId: 1 }, "acme.example", { source: { aliases } }),
  );
  await db.insert(claims).values(["acme.example", "acme.test"].map((ascii) => ({ ascii, accountId: first.id })));
  second = await read(
    await addAccount(db, { serverId: web9, mailServerId: 1 }, "acme.test", { problem: "domain-assigned-elsewhere" }),
  );
});

test("who had a name first holds it, as a domain or as an alias", async () => {
  expect(await getHolder(db, second)).toMatchObject({
    ascii: "acme.test",
    account: { server: "web8.provider.example" },
  });
  const asAlias = { ...second, ascii: "other.example", source: { aliases: [{ ascii: "acme.example" }] } };
  expect(await getHolder(db, asAlias)).toMatchObject({ ascii: "acme.example" });
});

test("nobody else holds what is one's own, or nobody's", async () => {
  expect(await getHolder(db, first)).toBeNull();
  expect(await getHolder(db, { ...second, ascii: "free.example", source: null })).toBeNull();
});

test("records are wanted for a domain and its aliases with mail", async () => {
  const zone = { domain: "acme.example", aliases: ["acme.test"], mxHost: "mail1.provider.example" };
  expect(await getWantedZone(db, first.id)).toMatchObject(zone);
  const listed = await listWantedZones(db, { problem: "domain-assigned-elsewhere" }, { limit: 5 });
  expect(listed).toMatchObject({ rows: [{ domain: "acme.test", aliases: [] }], more: false });
});

test("a client's namesake is another client on the same mail server", async () => {
  await addMailServer(db, 2);
  const far = await addAssigned(db, "web7.provider.example", 2);
  const there = { serverId: far, mailServerId: 2 };
  const [ada, other, elsewhere] = await Promise.all([
    addAccount(db, { serverId: first.serverId, mailServerId: 1 }, "ada", { kind: "client" }),
    addAccount(db, { serverId: second.serverId, mailServerId: 1 }, "Ada", { kind: "client" }),
    addAccount(db, there, "ada", { kind: "client" }),
  ]);
  expect(await getNamesake(db, await read(ada))).toMatchObject({ ascii: "ada", account: { id: other } });
  expect(await getNamesake(db, await read(elsewhere))).toBeNull();
  expect(await getNamesake(db, first)).toBeNull();
});
