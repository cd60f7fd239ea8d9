import { isThirdPlace } from "@/e2e/fleet/dns/delegation";
import {
  accepts,
  addRecord,
  createAlias,
  createMailName,
  createSite,
  createWebspace,
  deleteDomain,
  removeMailName,
  removeRecord,
  renameDomain,
  setAccount,
  setMailPreferences,
  setMailService,
  shelf,
  updateMailName,
  zoneOf,
} from "@/e2e/fleet/world";
import { boxesOf, clientsOf, type Edit, namesAt, nth, settle } from "./edit";
import { whoServes } from "./population";

/** What customers and their provider do on an assigned server. */
export const atHome: Record<string, Edit> = {
  "add-domain": (scene, a) => {
    const name = `new${scene.home.next.domain}.${scene.home.key}.test`;
    const domain = createWebspace(
      scene.home,
      { name, ownerId: nth(scene.home.accounts, a)?.id ?? 1, hosting: "vrt_hst", mail: { service: "on" } },
      scene.who,
    );
    settle(scene, { domainId: domain.id });
    createMailName(
      scene.home,
      domain,
      { name: "info", mailbox: { enabled: true, quota: -1 }, password: "Box-Pass-77" },
      scene.who,
    );
    return name;
  },
  "add-site": (scene, a) => {
    const within = nth(
      scene.home.domains.filter(({ kind }) => kind === "webspace"),
      a,
    );
    if (!within) return null;
    const name = `site${scene.home.next.domain}.${scene.home.key}.test`;
    const site = createSite(
      scene.home,
      { name, webspaceId: within.id, hosting: "vrt_hst", mail: { service: "on" } },
      scene.who,
    );
    settle(scene, { domainId: site.id });
    createMailName(
      scene.home,
      site,
      { name: "desk", mailbox: { enabled: true, quota: -1 }, password: "Box-Pass-77" },
      scene.who,
    );
    return name;
  },
  "add-address": ({ home, who }, a, b) => {
    const domain = nth(home.domains, a);
    if (!domain) return null;
    const forward = b % 3 === 0;
    const name = `p${home.next.mailName}`;
    createMailName(
      home,
      domain,
      {
        name,
        mailbox: { enabled: !forward, quota: -1 },
        ...(forward ? { forwarding: { enabled: true, addresses: ["someone@outside.test"] } } : {}),
        aliases: b % 4 === 1 ? [`alias-${name}`] : [],
        password: "Box-Pass-77",
      },
      who,
    );
    return `${name}@${domain.name}`;
  },
  "remove-address": ({ home, population, who }, a, b) => {
    const domain = nth(home.domains, a);
    const box = domain && nth(boxesOf(home, domain), b);
    if (!domain || !box) return null;
    const locals = new Set([box.name, ...box.aliases]);
    const names = namesAt(home, domain);
    removeMailName(home, domain, box, who);
    population.withdraw(names, locals);
    return `${box.name}@${domain.name}`;
  },
  /** By somebody who works on both servers. */
  "remove-on-both": ({ home, central, population, who }, a, b) => {
    const domain = nth(home.domains, a);
    const box = domain && nth(boxesOf(home, domain), b);
    if (!domain || !box) return null;
    const there = shelf(central).domains.one("name", domain.asciiName);
    // Another server's domain of the same name may be the one that is there, with aliases of its own.
    const names = new Set([...namesAt(home, domain), ...(there ? namesAt(central, there) : [])]);
    const twin = there && boxesOf(central, there).find(({ name }) => name === box.name);
    const locals = new Set([box.name, ...box.aliases, ...(twin?.aliases ?? [])]);
    removeMailName(home, domain, box, who);
    if (there && twin) removeMailName(central, there, twin, who);
    population.withdraw(names, locals);
    return `${box.name}@${domain.name}`;
  },
  /** An address that was removed comes back, for somebody else. */
  "make-again": ({ home, population, who, now }, a, b) => {
    const domain = nth(home.domains, a);
    if (!domain) return null;
    const removed = population.past.withdrawals.flatMap(({ names, locals }) =>
      names.has(domain.asciiName) ? [...(locals ?? [])].slice(0, 1) : [],
    );
    const name = nth(removed, b);
    if (name === undefined) return null;
    createMailName(home, domain, { name, mailbox: { enabled: true, quota: -1 }, password: "Box-Pass-77" }, who);
    population.born(`${name}@${domain.asciiName}`, home, now);
    return `${name}@${domain.name}`;
  },
  "change-address": ({ home, who }, a, b) => {
    const domain = nth(home.domains, a);
    const box = domain && nth(boxesOf(home, domain), b);
    if (!domain || !box) return null;
    updateMailName(home, domain, box, { forwarding: { enabled: true, addresses: [`f${b}@outside.test`] } }, who);
    return `${box.name}@${domain.name}`;
  },
  "add-alias": (scene, a) => {
    const domain = nth(scene.home.domains, a);
    if (!domain) return null;
    const name = `alias${scene.home.next.alias}.${scene.home.key}.test`;
    const alias = createAlias(scene.home, { domainId: domain.id, name, mail: true }, scene.who);
    settle(scene, { aliasId: alias.id });
    return name;
  },
  "rename-domain": ({ home, central, servers, population, who }, a) => {
    const domain = nth(home.domains, a);
    if (!domain) return null;
    const old = domain.asciiName;
    const below = [...population.living.values()]
      .filter(({ name }) => name.endsWith(`.${old}`))
      .map(({ name }) => name);
    const before = new Map(below.map((name) => [name, whoServes(servers, name)]));
    renameDomain(home, domain, `renamed${home.next.event}.${home.key}.test`, who);
    // Names below it may be served by somebody else now, or by nobody; of what was there before only those know who have asked.
    const isKnown = (name: string) => shelf(central).domains.one("name", name)?.mail.service === "on";
    const moved = below.filter((name) => {
      const [was, is] = [before.get(name), whoServes(servers, name)];
      return was?.server !== is.server || (was?.outside !== is.outside && !isKnown(name));
    });
    // What was taken away by hand on the mail server does not come back by another name.
    const gone = population.isWithdrawn(old) ? [domain.asciiName] : [];
    population.withdraw(new Set([old, ...gone, ...moved]));
    return `${old} to ${domain.name}`;
  },
  "rename-client": ({ home, who }, a) => {
    const client = nth(clientsOf(home), a);
    if (!client) return null;
    setAccount(home, client, { login: `login${home.next.event}` }, who);
    return client.login;
  },
  "suspend-client": ({ home, who }, a) => {
    const client = nth(clientsOf(home), a);
    if (!client) return null;
    setAccount(home, client, { status: client.status === 0 ? 16 : 0 }, who);
    return `${client.login}: ${client.status}`;
  },
  "set-unknown": ({ home, population, who }, a, b) => {
    const domain = nth(home.domains, a);
    if (!domain) return null;
    const nonexistentUser =
      b % 2 ? ({ kind: "reject" } as const) : ({ kind: "forward", address: "all@outside.test" } as const);
    setMailPreferences(home, domain, { nonexistentUser }, who);
    // What only its catch-all took it takes no more.
    const names = namesAt(home, domain);
    for (const { address, name, taken } of population.living.values())
      if (names.has(name) && accepts(home, name, address.slice(0, address.indexOf("@"))) !== "accepted")
        taken.delete(home);
    return domain.name;
  },
  "delete-domain": ({ home, population, who }, a) => {
    const domain =
      nth(
        home.domains.filter(({ kind }) => kind === "site"),
        a,
      ) ?? nth(home.domains, a);
    if (!domain) return null;
    const names = new Set(
      home.domains.filter((d) => d.webspaceId === domain.id || d === domain).flatMap((d) => [...namesAt(home, d)]),
    );
    deleteDomain(home, domain, who);
    population.withdraw(names);
    return domain.name;
  },
  "switch-mail": ({ home, population, who }, a) => {
    const domain = nth(home.domains, a);
    if (!domain) return null;
    const names = namesAt(home, domain);
    setMailService(home, domain, domain.mail.service !== "on", who);
    population.withdraw(names);
    return `${domain.name}: ${domain.mail.service}`;
  },
  "foreign-mx": ({ home, population, who }, a) => {
    const domain = nth(home.domains, a);
    const zone = domain && zoneOf(home, { domainId: domain.id });
    if (!domain || !zone || zone.records.some(({ type, opt }) => type === "MX" && opt === "30")) return null;
    addRecord(home, zone, { type: "MX", host: "", value: "mx1.hosted-mail.example", opt: "30" }, who);
    population.withdraw(new Set([domain.asciiName]));
    return domain.name;
  },
  /** Its mail is pointed to the mail server by hand, under a name of its own. */
  "mx-other-name": ({ home, central, population, who }, a) => {
    const domain = nth(home.domains, a);
    const zone = domain && zoneOf(home, { domainId: domain.id });
    if (!zone || zone.records.some(({ host }) => host.startsWith("mx-own."))) return null;
    // Nobody points to a server that does not take all of it.
    const living = [...population.living.values()].filter(({ name }) => name === domain.asciiName);
    const isTaken = ({ address, name }: (typeof living)[number]) =>
      accepts(central, name, address.slice(0, address.indexOf("@"))) === "accepted";
    if (living.length === 0 || !living.every(isTaken)) return null;
    for (const record of zone.records.filter(({ type }) => type === "MX")) removeRecord(home, zone, record, who);
    addRecord(home, zone, { type: "A", host: "mx-own", value: central.ipAddress }, who);
    addRecord(home, zone, { type: "MX", host: "", value: `mx-own.${zone.asciiName}`, opt: "10" }, who);
    return domain.name;
  },
  /** Its mail is moved to another provider, or an alias's is; or back home. */
  "mx-away": ({ home, population, who }, a, b) => {
    const domain = nth(home.domains, a);
    const alias = domain && b % 2 ? nth(shelf(home).aliases.all("domain", domain.id), b) : undefined;
    const zone = domain && zoneOf(home, alias ? { aliasId: alias.id } : { domainId: domain.id });
    if (!domain || !zone) return null;
    const all = zone.records.filter(({ type }) => type === "MX");
    const away = all.some(({ value }) => isThirdPlace(value.replace(/\.$/, "")));
    const value = away ? `mail.${zone.asciiName}` : "mx1.hosted-mail.example";
    for (const record of all) removeRecord(home, zone, record, who);
    addRecord(home, zone, { type: "MX", host: "", value, opt: "10" }, who);
    population.withdraw(new Set([zone.asciiName]));
    return `${zone.asciiName} to ${value}`;
  },
};
