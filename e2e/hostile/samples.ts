import type { PleskServer } from "@/e2e/fleet/model";
import { createAccount, createMailName, createWebspace } from "@/e2e/fleet/world";
import { emptyServer } from "@/e2e/fleet/world/servers";
import { ipAddresses } from "@/lib/plesk/addresses";
import { aliases, createAlias } from "@/lib/plesk/aliases";
import { buttons, createButton } from "@/lib/plesk/buttons";
import type { Call } from "@/lib/plesk/call";
import { clients, clientsByLogin, createClient, updateClient } from "@/lib/plesk/clients";
import { addRecord, records, removeRecord, zones } from "@/lib/plesk/dns";
import {
  createMainDomain,
  createSite,
  domains,
  domainsById,
  mainDomainsByName,
  renameMainDomain,
  sites,
} from "@/lib/plesk/domains";
import { lastEventId } from "@/lib/plesk/events";
import { createSecretKey } from "@/lib/plesk/keys";
import { addresses, createAddress, mailboxUsage, mailPreferences, setCatchAll, setMailService } from "@/lib/plesk/mail";
import { objectId } from "@/lib/plesk/objects";
import { createPanel, type Panel } from "@/lib/plesk/panel";
import { createSession, identity, protocols } from "@/lib/plesk/server";
import { directly } from "@/lib/plesk/testing";

export interface Sample {
  calls: readonly Call<unknown, "read" | "change">[];
  answer: string;
}

const password = "q7!Vt2#pLw9@Zk4%";

/** A whole conversation with a server, every answer with the calls that it belongs to. */
export async function listen(): Promise<Sample[]> {
  const server: PleskServer = emptyServer({ key: "web1", name: "web1.provider.example", ipAddress: "192.0.2.10" });
  for (const login of ["ada", "bob", "cleo"]) {
    const { id } = createAccount(server, { login, password, contactName: `${login} Müller & Söhne` });
    const domain = createWebspace(server, { name: `${login}.example`, ownerId: id, externalId: `x:${id}` });
    for (const name of ["info", "sales"])
      createMailName(server, domain, { name, password, mailbox: { enabled: true } });
  }
  const samples: Sample[] = [];
  const inner = directly(server);
  let answer = "";
  const transport = {
    ...inner,
    send: (...given: Parameters<typeof inner.send>) => {
      const [packet, listener] = given;
      return inner.send(packet, {
        ...listener,
        piece: (chunk) => {
          answer += Buffer.from(chunk).toString();
          listener.piece(chunk);
        },
      });
    },
  };
  const panel = createPanel({ transport, credential: { login: "admin", password: "setup" } });
  const did = async (...calls: Call<unknown, "read" | "change">[]) => {
    answer = "";
    await through(panel, calls);
    samples.push({ calls, answer });
  };
  const first = objectId<"domain">(server.domains[0]?.id ?? 0);
  const second = objectId<"domain">(server.domains[1]?.id ?? 0);
  const ada = objectId<"client">(server.accounts[1]?.id ?? 0);
  const record = objectId<"record">(server.zones[0]?.records[0]?.id ?? 0);
  const address = {
    name: "new",
    mailbox: { quota: -1 },
    forwards: ["a@b.example"],
    aliases: ["n"],
    autoresponder: null,
    description: "",
  };
  const client = {
    login: "dora",
    password,
    name: "Dora",
    company: "",
    email: "d@d.example",
    externalId: "x:9",
    description: "",
  };
  const main = {
    name: "new.example",
    owner: ada,
    ipAddress: "192.0.2.10",
    externalId: "x:8",
    description: "",
    mail: true,
  };
  const button = {
    place: "admin",
    url: "https://console.example/go/1",
    text: "Mail",
    hint: "",
    components: ["dom_id"],
    sortKey: 1,
  } as const;
  for (const one of [
    identity(),
    protocols(),
    ipAddresses(),
    clients(),
    domains(),
    sites(),
    aliases(),
    buttons(),
    lastEventId(),
  ])
    await did(one);
  for (const one of [clientsByLogin(["ada", "nobody"]), domainsById([first]), mainDomainsByName(["ada.example"])])
    await did(one);
  for (const one of [
    addresses(first),
    mailboxUsage(first),
    mailPreferences([first, second]),
    zones([{ domain: first }]),
  ])
    await did(one);
  await did(records([{ domain: first }, { domain: second }], ["MX"]));
  await did(clients(), domains(), sites(), addresses(first), addresses(second), zones([{ domain: first }]));
  for (const one of [
    createClient(client),
    createMainDomain(main),
    createSite({ name: "s.example", subscription: first }),
  ])
    await did(one);
  for (const one of [
    createAddress(first, address, password),
    setMailService(first, false),
    setCatchAll(first, { kind: "reject" }),
  ])
    await did(one);
  for (const one of [
    addRecord({ domain: first }, { type: "MX", host: "", value: "mx.example", option: "5" }),
    removeRecord(record),
  ])
    await did(one);
  for (const one of [
    createAlias({ domain: first, name: "alias.example", mail: true, dns: true }),
    renameMainDomain(second, "renamed.example"),
  ])
    await did(one);
  for (const one of [
    updateClient(ada, { name: "Ada" }),
    createButton(button),
    createSecretKey({ description: "ours" }),
  ])
    await did(one);
  await did(createSession({ login: "ada", userIp: "198.51.100.7" }));
  await did(setMailService(first, true), setMailService(second, true), createAddress(second, address, password));
  return samples;
}

export function through(panel: Panel, calls: Sample["calls"]) {
  const kind = calls[0]?.kind;
  return kind === "change"
    ? panel.change(calls as readonly Call<unknown, "change">[])
    : panel.read(calls as readonly Call<unknown, "read">[]);
}
