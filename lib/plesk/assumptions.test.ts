import { describe, expect, test } from "vitest";
import type { Assumptions, PleskServer } from "@/e2e/fleet/model";
import {
  createAccount,
  createAlias,
  createMailName,
  createSite,
  createWebspace,
  createButton as plantButton,
  setAccount,
} from "@/e2e/fleet/world";
import { aliasesOf } from "./aliases";
import { removeButton } from "./buttons";
import type { Call } from "./call";
import { clients, clientsByLogin, createClient } from "./clients";
import { addRecord, records, zones } from "./dns";
import { createMainDomain, domains, domainsById, mainDomainsByName, setOwner, sitesByName } from "./domains";
import { eventsSince } from "./events";
import { addresses, createAddress, mailPreferences, setMailService, updateAddress } from "./mail";
import { objectId } from "./objects";
import type { Panel } from "./panel";
import { identity } from "./server";
import { testPanel } from "./testing";

const id = (value: number) => objectId<"domain">(value);
const password = "q7!Vt2#pLw9@Zk4%";

/** What a change came to: ok, or the kind of its error. */
async function outcome(panel: Panel, change: Call<unknown, "change">): Promise<string> {
  const [made] = await panel.change([change]);
  return made.ok ? "ok" : made.error.kind;
}

/** Everything that the client can be told differently, as it tells it. */
async function tour({ server, panel }: { server: PleskServer; panel: Panel }): Promise<Record<string, unknown>> {
  const ada = createAccount(server, { login: "ada", password, contactName: "Ada" });
  const main = createWebspace(server, { name: "bücher.example", ownerId: ada.id });
  createWebspace(server, { name: "own.example" });
  const site = createSite(server, { name: "shop.example", webspaceId: main.id });
  const sub = createSite(server, { name: "sub.bücher.example", webspaceId: main.id, parentId: main.id });
  createAlias(server, { domainId: main.id, name: "alias.example" });
  createMailName(server, main, { name: "Info", aliases: ["Office"], password, mailbox: { enabled: true } });
  setAccount(server, ada, { status: 16 });
  const gone = id(99);
  const seen: Record<string, unknown> = {
    clients: (await panel.ask(clients())).map(({ login }) => login),
    client: [...(await panel.ask(clientsByLogin(["ada", "bob"]))).keys()],
    domains: (await panel.ask(domains())).map(({ ascii, suspended, owner }) => [ascii, suspended, owner]),
    byId: [...(await panel.ask(domainsById([id(main.id), id(site.id), gone]))).values()].map(({ name, kind }) => [
      name,
      kind,
    ]),
    byName: [...(await panel.ask(mainDomainsByName(["bücher.example", "shop.example"]))).keys()],
    sitesByName: [...(await panel.ask(sitesByName(["bücher.example", "shop.example"]))).keys()],
    aliases: (await panel.ask(aliasesOf([id(main.id), gone]))).map(({ name }) => name),
    zones: (await panel.ask(zones([{ domain: id(main.id) }, { domain: gone }]))).length,
    subdomain: (await panel.ask(mailPreferences([id(main.id), id(sub.id), gone]))).get(id(sub.id)),
    events: (await panel.ask(eventsSince(1)))[0]?.id,
    together: (await panel.read([addresses(gone), addresses(id(main.id))])).map(({ ok }) => ok),
  };
  const [info] = await panel.ask(addresses(id(main.id)));
  if (!info) throw new Error("the address is missing");
  const mx = { type: "MX", host: "", value: "mx1.mail.example.net", option: "10" } as const;
  const mxOf = async () =>
    (await panel.ask(records([{ domain: id(main.id) }], ["MX"]))).map(({ host, value }) => `${host} ${value}`);
  const button = plantButton(server, {
    owner: { kind: "admin" },
    place: "domain",
    url: "https://x.example/",
    text: "Mail",
  });
  const make = (name: string) =>
    createMainDomain({ name, owner: null, ipAddress: server.ipAddress, externalId: "", description: "" });
  Object.assign(seen, {
    info: info.name,
    password: info.password,
    aliasesCleared: await outcome(panel, updateAddress(id(main.id), { ...info, aliases: [] }, info)),
    aliasesLeft: (await panel.ask(addresses(id(main.id)))).map((address) => address.aliases),
    addressTwice: await outcome(panel, createAddress(id(main.id), info, password)),
    mxOnce: await outcome(panel, addRecord({ domain: id(main.id) }, mx)),
    mxTwice: await outcome(panel, addRecord({ domain: id(main.id) }, mx)),
    mx: await mxOf(),
    weak: await outcome(
      panel,
      createClient({
        login: "bob",
        password: "a",
        name: "Bob",
        company: "",
        email: "",
        externalId: "",
        description: "",
      }),
    ),
    buttonGone: [
      await outcome(panel, removeButton(objectId(button.id))),
      await outcome(panel, removeButton(objectId(button.id))),
    ],
    given: await outcome(panel, setOwner(id(main.id), null)),
    off: await outcome(panel, setMailService(id(site.id), false)),
    offTwice: await outcome(panel, setMailService(id(site.id), false)),
    addressWhileOff: await outcome(panel, createAddress(id(site.id), { ...info, aliases: [] }, password)),
  });
  server.limits.domains = server.domains.length;
  seen.licenceFull = await outcome(panel, make("more.example"));
  server.faults.denied = true;
  seen.denied = await panel.ask(identity()).catch(({ kind }) => kind);
  return seen;
}

async function tourWith(answers: Partial<Assumptions>): Promise<Record<string, unknown>> {
  const { server, panel } = testPanel();
  Object.assign(server.assumptions, answers);
  return tour({ server, panel });
}

/** Each switch's other answers, and what the client then tells differently; nothing where it makes no difference. */
const others: { [A in keyof Assumptions]: Partial<Record<Assumptions[A], Record<string, unknown>>> } = {
  operators: { merged: {} },
  blankFilterId: { id: {} },
  lastId: { inclusive: {} },
  mailSwitchTwice: { error: { offTwice: "rejected" } },
  duplicateRecord: {
    doubled: {
      mxTwice: "ok",
      mx: [
        "xn--bcher-kva.example mail.xn--bcher-kva.example",
        "xn--bcher-kva.example mx1.mail.example.net",
        "xn--bcher-kva.example mx1.mail.example.net",
      ],
    },
  },
  aliasZones: { follow: {} },
  recordValues: { "as-sent": {} },
  siteGetMain: { missing: {} },
  mailNameExists: { "1023": { addressTwice: "rejected" } },
  unknownSite: { "1015": {} },
  mailboxPassword: { plain: { password } },
  suspendedBit: { "16": {} },
  keyListing: { identifiers: {} },
  licenceFull: { "1023": { licenceFull: "rejected" } },
  createWhileOff: { refused: { addressWhileOff: "rejected" } },
  mailNameCase: { kept: { aliasesCleared: "missing", aliasesLeft: [["office"]] } },
  unknownOwner: { "1013": {} },
  checkOrder: { "credentials-first": {} },
  afterFailure: { stop: {} },
  deniedAs: { "1010": {}, http403: { denied: "malformed" } },
  unknownEcho: { id: {} },
  punycodeFilter: { missing: {} },
  administratorOwner: { missing: {} },
  keyWithoutAddress: { any: {} },
  sessionAddress: { enforced: {} },
  weakPassword: { "1023": {} },
  loginCase: { different: {} },
  suspendedMail: { accepted: {} },
  zoneOnMailOff: { "mx-removed": {} },
  mailboxesOnMailOff: { removed: {} },
  zoneOnRename: { rebuilt: {} },
  remoteRecords: { template: {} },
  subdomainMail: { "1017": { subdomain: "missing" } },
  unknownButton: { "1023": { buttonGone: ["ok", "rejected"] } },
  unknownPlan: { "1023": {} },
  setWithoutAliases: { cleared: {} },
  giveToAdministrator: { "1015": { given: "missing" } },
};

describe("what is assumed of a panel", () => {
  const likely = tourWith({});

  test("in its likely form is told like this", async () => {
    expect(await likely).toEqual({
      clients: ["ada"],
      client: ["ada"],
      domains: [
        ["xn--bcher-kva.example", true, 2],
        ["own.example", false, null],
      ],
      byId: [
        ["bücher.example", "main"],
        ["shop.example", "site"],
      ],
      byName: ["bücher.example"],
      sitesByName: ["shop.example"],
      aliases: ["alias.example"],
      zones: 1,
      subdomain: expect.objectContaining({ service: true }),
      events: 2,
      together: [false, true],
      info: "info",
      password: null,
      aliasesCleared: "ok",
      aliasesLeft: [[]],
      addressTwice: "exists",
      mxOnce: "ok",
      mxTwice: "exists",
      mx: ["xn--bcher-kva.example mail.xn--bcher-kva.example", "xn--bcher-kva.example mx1.mail.example.net"],
      weak: "rejected",
      buttonGone: ["ok", "ok"],
      given: "ok",
      off: "ok",
      offTwice: "ok",
      addressWhileOff: "ok",
      licenceFull: "limit",
      denied: "denied",
    });
  });

  const cases = Object.entries(others).flatMap(([name, answers]) =>
    Object.entries(answers).map(([answer, difference]) => [name, answer, difference] as const),
  );
  test.each(cases)("%s: %s tells %j differently, and nothing else", async (name, answer, difference) => {
    expect(await tourWith({ [name]: answer })).toEqual({ ...(await likely), ...difference });
  });
});
