import { describe, expect, test } from "vitest";
import { createAccount, setAccount } from "@/e2e/fleet/world";
import {
  clients,
  clientsByExternalId,
  clientsById,
  clientsByLogin,
  createClient,
  resellers,
  updateClient,
} from "./clients";
import { objectId } from "./objects";
import { createPanel } from "./panel";
import { scripted, testPanel } from "./testing";

const ada = {
  login: "ada",
  password: "q7!Vt2#pLw9@Zk4%&<>",
  name: "Ada Example",
  company: "Ada & Söhne",
  email: "ada@example.net",
  externalId: "cmail:1:42",
  description: "mirrored",
};

describe("clients", () => {
  test("are made, found by what identifies them, renamed and listed", async () => {
    const { server, panel } = testPanel();
    const [made] = await panel.change([createClient(ada)]);
    if (!made.ok) throw made.error;
    expect(server.accounts[1]).toMatchObject({ id: made.value.id, guid: made.value.guid, password: ada.password });
    const client = {
      id: made.value.id,
      guid: made.value.guid,
      kind: "customer",
      login: "ada",
      name: "Ada Example",
      company: "Ada & Söhne",
      email: "ada@example.net",
      suspended: false,
      externalId: "cmail:1:42",
    };
    const absent = objectId<"client">(99);
    expect(await panel.ask(clients())).toEqual([client]);
    expect(await panel.ask(clientsById([client.id, absent, client.id]))).toEqual(new Map([[client.id, client]]));
    expect(await panel.ask(clientsByLogin(["ADA", "ada", "bob"]))).toEqual(
      new Map([
        ["ADA", client],
        ["ada", client],
      ]),
    );
    expect(await panel.ask(clientsByExternalId(["x", "cmail:1:42"]))).toEqual(new Map([["cmail:1:42", client]]));

    const [renamed, unchanged] = await panel.change([
      updateClient(client.id, { login: "ada2" }),
      updateClient(absent, {}),
    ]);
    expect([renamed.ok, unchanged.ok]).toEqual([true, true]);
    expect(await panel.ask(clients())).toEqual([{ ...client, login: "ada2" }]);
  });

  test("whose login is taken are refused as existing, and nothing is overwritten", async () => {
    const { panel } = testPanel();
    const [, second] = await panel.change([createClient(ada), createClient({ ...ada, name: "Another" })]);
    expect(second).toMatchObject({ ok: false, error: { kind: "exists", code: 1007 } });
    expect((await panel.ask(clients())).map(({ name }) => name)).toEqual(["Ada Example"]);
  });

  test("who are suspended say so, and resellers are listed apart", async () => {
    const { server, panel } = testPanel();
    const seller = createAccount(server, {
      kind: "reseller",
      login: "Rae",
      password: ada.password,
      contactName: "Rae",
    });
    const client = createAccount(server, {
      login: "bob",
      password: ada.password,
      contactName: "Bob",
      ownerId: seller.id,
    });
    setAccount(server, client, { status: 16 });
    const [customers, sellers] = await panel.read([clients(), resellers()]);
    expect(customers).toMatchObject({ value: [{ login: "bob", suspended: true }] });
    expect(sellers).toMatchObject({ value: [{ login: "rae", kind: "reseller", suspended: false, externalId: "" }] });
  });

  test("of whom a panel answers another, too few or the same twice are not believed", async () => {
    const gen = "<cname/><pname>A</pname><status>0</status><email/><guid>g</guid>";
    const shown = (id: number) =>
      `<result><status>ok</status><id>${id}</id><data><gen_info><login>l${id}</login>${gen}</gen_info></data></result>`;
    const ids = [objectId<"client">(1), objectId<"client">(2)];
    for (const [results, message] of [
      [shown(1) + shown(3), "nobody asked for"],
      [shown(1), "2 objects were asked for, 1 answered"],
      [shown(1) + shown(1), "two objects answer to 1"],
      ["<result><status>ok</status></result>", "holds no <data>"],
    ] as const) {
      const transport = scripted(() => `<packet><customer><get>${results}</get></customer></packet>`);
      const asking = createPanel({ transport, credential: { key: "k" } }).ask(clientsById(ids));
      await expect(asking).rejects.toThrow(message);
    }
  });
});
