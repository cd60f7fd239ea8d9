import { aliasesOf } from "@/lib/plesk/aliases";
import { clientsById } from "@/lib/plesk/clients";
import { records, zones } from "@/lib/plesk/dns";
import { domainsById } from "@/lib/plesk/domains";
import { addresses, mailPreferences } from "@/lib/plesk/mail";
import type {
  ClientId,
  DomainId,
  MailPreferences,
  RemoteAddress,
  RemoteAlias,
  RemoteClient,
  RemoteDomain,
  ZoneOwner,
} from "@/lib/plesk/objects";
import type { Outcome } from "@/lib/plesk/panel";
import type { SeenDomain, SeenZone } from "./facts";
import { answerIn, byDomain, type Outline } from "./observe";
import { push, zoneViewer } from "./observe-zones";
import { Untrusted, type World } from "./world";

/** What a panel answered, not understood yet. */
export interface Answered<T> {
  /** As a panel's look has it. */
  readonly print: string | null;
  /** Throws PleskError when any part could not be read, Untrusted when the parts do not fit together. */
  understand(): Promise<T>;
}

/** Asks the assigned server for the addresses and zones of some of its domains. */
export function homeViewer(
  world: World,
  outline: Outline,
): (domains: readonly RemoteDomain[]) => Promise<Answered<SeenDomain[]>> {
  const zonesIn = zoneViewer(world, outline);
  const aliasesOf = ({ id }: RemoteDomain): RemoteAlias[] => outline.aliases.get(id) ?? [];
  return async (domains) => {
    const aliases = domains.flatMap(aliasesOf).filter((alias) => alias.mail);
    const owners: ZoneOwner[] = [
      ...domains.map(({ id }) => ({ domain: id })),
      ...aliases.map(({ id }) => ({ alias: id })),
    ];
    const look = await world.source.look([
      zones(owners),
      records(owners, ["MX", "NS", "A", "AAAA"]),
      mailPreferences(domains.map(({ id }) => id)),
      ...domains.map((domain) => addresses(domain.id)),
    ]);
    return {
      get print() {
        return look.print;
      },
      async understand() {
        const [zonesOfAll, recordsOfAll, preferences, ...addressesOfEach] = await look.outcomes();
        const settings = answerIn(preferences);
        const views = new Map<DomainId, SeenZone[]>();
        for (const { domain, zone } of await zonesIn(domains, answerIn(zonesOfAll), answerIn(recordsOfAll)))
          push(views, domain, zone);
        return domains.map((domain, index) => ({
          ...domain,
          ...mailOf(domain, settings.get(domain.id), addressesOfEach[index]),
          aliases: aliasesOf(domain),
          zones: views.get(domain.id) ?? [],
        }));
      },
    };
  };
}

export interface CentralView {
  clients: Map<ClientId, RemoteClient>;
  domains: Map<DomainId, SeenDomain>;
}

/** Asks the mail server for clients and domains of ours, by id. What is gone is absent. */
export async function lookOnCentral(
  { central }: World,
  clients: readonly ClientId[],
  domains: readonly DomainId[],
): Promise<Answered<CentralView>> {
  const look = await central.look([
    clientsById(clients),
    domainsById(domains),
    mailPreferences(domains),
    aliasesOf(domains),
    ...domains.map((id) => addresses(id)),
  ]);
  return {
    get print() {
      return look.print;
    },
    async understand() {
      const [clientsOfAll, found, preferences, aliases, ...addressesOfEach] = await look.outcomes();
      const remotes = answerIn(found);
      const settings = answerIn(preferences);
      const aliasesOfEach = byDomain(answerIn(aliases));
      const view: CentralView = { clients: answerIn(clientsOfAll), domains: new Map() };
      for (const [index, id] of domains.entries()) {
        const remote = remotes.get(id);
        if (!remote) continue;
        const mail = mailOf(remote, settings.get(id), addressesOfEach[index]);
        view.domains.set(id, { ...remote, ...mail, aliases: aliasesOfEach.get(id) ?? [], zones: [] });
      }
      return view;
    },
  };
}

/** What a site is whose panel has no mail for it: some panels have none for subdomains. */
const NO_MAIL: MailPreferences = {
  service: false,
  catchAll: { kind: "reject" },
  webmail: "none",
  dkim: false,
  greylisting: false,
};

/** A domain's mail settings and addresses, from what the panel answered when asked for both. */
function mailOf(
  { kind, name }: RemoteDomain,
  settings: MailPreferences | "missing" | undefined,
  outcome: Outcome<RemoteAddress[]> | undefined,
): Pick<SeenDomain, "mail" | "addresses"> {
  if (settings && settings !== "missing") return { mail: settings, addresses: outcome ? answerIn(outcome) : [] };
  if (kind === "main") throw new Untrusted(`${name}: the panel lists it but does not tell its mail settings.`);
  return { mail: NO_MAIL, addresses: outcome?.ok ? outcome.value : [] };
}
