import type { PleskServer } from "../model";
import {
  createAlias,
  createSite,
  createWebspace,
  deleteAlias,
  deleteDomain,
  renameDomain,
  setDomain,
  setMailService,
  shelf,
  type ZoneOf,
  zoneOf,
} from "../world";
import { accountOf, type Deed, domainOf, oneOf, type Scene, WrongInput } from "./deed";

/** Domains that a deed creates have the fleet's time to live, as the seeded ones have. */
function settle({ server, ttl }: Scene, of: ZoneOf): void {
  const zone = zoneOf(server, of);
  if (zone) zone.soa = { ...zone.soa, ttl, minimum: Math.min(zone.soa.minimum, ttl) };
}

const mailOf = (flags: { mail?: string }) => ({ service: oneOf("--mail", flags.mail ?? "on", ["on", "off"]) });

function aliasOf(server: PleskServer, name: string) {
  const alias = shelf(server).aliases.one("name", name) ?? shelf(server).aliases.one("asciiName", name);
  if (!alias) throw new WrongInput(`${server.key} has no domain alias ${name}.`);
  return alias;
}

export const domainDeeds: Deed[] = [
  {
    name: "add-domain",
    usage: "<name> [--owner login] [--mail on|off]",
    help: "A new webspace, the administrator's unless an owner is named.",
    run(scene, [name = ""], flags) {
      const { server } = scene;
      const ownerId = flags.owner ? accountOf(server, flags.owner).id : 1;
      const domain = createWebspace(server, { name, ownerId, hosting: "vrt_hst", mail: mailOf(flags) });
      settle(scene, { domainId: domain.id });
      return `${domain.name} is on ${server.key} with id ${domain.id}.`;
    },
  },
  {
    name: "add-site",
    usage: "<webspace> <name> [--mail on|off]",
    help: "An additional domain inside a webspace.",
    run(scene, [within = "", name = ""], flags) {
      const { webspaceId } = domainOf(scene.server, within);
      const domain = createSite(scene.server, { name, webspaceId, hosting: "vrt_hst", mail: mailOf(flags) });
      settle(scene, { domainId: domain.id });
      return `${domain.name} is in the webspace of ${within} with id ${domain.id}.`;
    },
  },
  {
    name: "add-subdomain",
    usage: "<domain> <label> [--mail on|off]",
    help: "A subdomain that can have mail.",
    run(scene, [within = "", label = ""], flags) {
      const parent = domainOf(scene.server, within);
      const place = { webspaceId: parent.webspaceId, parentId: parent.id };
      const name = `${label}.${parent.name}`;
      const domain = createSite(scene.server, { name, ...place, hosting: "vrt_hst", mail: mailOf(flags) });
      settle(scene, { domainId: domain.id });
      return `${domain.name} is on ${scene.server.key} with id ${domain.id}.`;
    },
  },
  {
    name: "add-alias",
    usage: "<domain> <alias> [--mail on|off]",
    help: "A domain alias; with mail, every address of the domain exists there too.",
    run(scene, [within = "", name = ""], flags) {
      const domain = domainOf(scene.server, within);
      const mail = mailOf(flags).service === "on";
      const alias = createAlias(scene.server, { domainId: domain.id, name, mail });
      settle(scene, { aliasId: alias.id });
      return `${alias.name} is an alias of ${domain.name}, ${mail ? "with" : "without"} mail.`;
    },
  },
  {
    name: "remove-alias",
    usage: "<alias>",
    help: "Removes a domain alias.",
    run({ server }, [name = ""]) {
      deleteAlias(server, aliasOf(server, name));
      return `The alias ${name} is gone from ${server.key}.`;
    },
  },
  {
    name: "rename-domain",
    usage: "<domain> <new name>",
    help: "Renames a domain with its mail and zone; id and guid stay.",
    run({ server }, [old = "", wanted = ""]) {
      renameDomain(server, domainOf(server, old), wanted);
      return `${old} is now ${wanted} on ${server.key}.`;
    },
  },
  {
    name: "change-owner",
    usage: "<domain> <client login|administrator>",
    help: "Gives a webspace with its sites to another client, or to the administrator.",
    run({ server }, [name = "", login = ""]) {
      const domain = domainOf(server, name);
      if (domain.kind !== "webspace")
        throw new WrongInput(`${name} is in another domain's webspace and goes where that one goes.`);
      const owner = accountOf(server, login === "administrator" ? "admin" : login);
      setDomain(server, domain, { ownerId: owner.id });
      return `${name} belongs to ${owner.login} on ${server.key}.`;
    },
  },
  {
    name: "suspend-domain",
    usage: "<domain>",
    help: "Suspends one domain; for a webspace also its sites.",
    run({ server }, [name = ""]) {
      const domain = domainOf(server, name);
      setDomain(server, domain, { status: domain.status | 16 });
      return `${name} is suspended on ${server.key}.`;
    },
  },
  {
    name: "resume-domain",
    usage: "<domain>",
    help: "Ends a domain's suspension.",
    run({ server }, [name = ""]) {
      const domain = domainOf(server, name);
      setDomain(server, domain, { status: domain.status & ~16 });
      return domain.status === 0 ? `${name} is active.` : `${name} stays suspended with its owner or webspace.`;
    },
  },
  {
    name: "set-mail",
    usage: "<domain> on|off",
    help: "Switches a domain's mail service, as a person in the panel would.",
    run({ server }, [name = "", state = ""]) {
      setMailService(server, domainOf(server, name), oneOf("The mail service", state, ["on", "off"]) === "on");
      return `The mail service of ${name} is ${state} on ${server.key}.`;
    },
  },
  {
    name: "delete-domain",
    usage: "<domain>",
    help: "Deletes a domain with all mail; for a webspace also its sites.",
    run({ server }, [name = ""]) {
      deleteDomain(server, domainOf(server, name));
      return `${name} is gone from ${server.key}.`;
    },
  },
];
