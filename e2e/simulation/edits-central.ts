import type { Domain } from "@/e2e/fleet/model";
import {
  createMailName,
  deleteDomain,
  removeMailName,
  renameDomain,
  setDomain,
  setMailService,
  updateMailName,
} from "@/e2e/fleet/world";
import { boxesOf, type Edit, namesAt, nth, type Scene } from "./edit";
import { isDelegatedTo } from "./population";

/** What the console made on the mail server for this home; another server may have a copy of the same name. */
const mirrored = ({ home, central, servers }: Scene): Domain[] =>
  central.domains.filter(
    ({ asciiName }) =>
      home.domains.some((domain) => domain.asciiName === asciiName) && isDelegatedTo(home, servers, asciiName),
  );

/** Of these, where somebody may make an address that home is to know: not in a domain of that name that is a stranger's. */
const taking = (scene: Scene): Domain[] =>
  mirrored(scene).filter(({ mail, status, webspaceId }) => {
    const main = scene.central.domains.find((domain) => domain.webspaceId === webspaceId && domain.externalId !== "");
    return mail.service === "on" && status === 0 && main?.externalId.startsWith("cmail:");
  });

/** What people do on the mail server. */
export const atCentral: Record<string, Edit> = {
  "central-add-address": (scene, a) => {
    const domain = nth(taking(scene), a);
    if (!domain) return null;
    const name = `born${scene.central.next.mailName}`;
    createMailName(
      scene.central,
      domain,
      { name, mailbox: { enabled: true, quota: -1 }, password: "Box-Pass-77" },
      scene.who,
    );
    scene.population.born(`${name}@${domain.asciiName}`, scene.home, scene.now);
    return `${name}@${domain.name}`;
  },
  "central-add-mail-alias": (scene, a, b) => {
    const domain = nth(taking(scene), a);
    const box = domain && nth(boxesOf(scene.central, domain), b);
    if (!domain || !box) return null;
    const alias = `also${scene.central.next.event}`;
    updateMailName(scene.central, domain, box, { aliases: [...box.aliases, alias] }, scene.who);
    scene.population.born(`${alias}@${domain.asciiName}`, scene.home, scene.now);
    return `${alias}@${domain.name}`;
  },
  "central-rename": (scene, a) => {
    const domain = nth(mirrored(scene), a);
    if (!domain) return null;
    const names = namesAt(scene.central, domain);
    renameDomain(scene.central, domain, `stranger${scene.central.next.event}.test`, scene.who);
    scene.population.withdraw(names);
    return domain.name;
  },
  "central-mail-off": (scene, a) => {
    const domain = nth(mirrored(scene), a);
    if (domain?.mail.service !== "on") return null;
    const names = namesAt(scene.central, domain);
    setMailService(scene.central, domain, false, scene.who);
    scene.population.withdraw(names);
    return domain.name;
  },
  "central-remove-address": (scene, a, b) => {
    const domain = nth(mirrored(scene), a);
    const box = domain && nth(boxesOf(scene.central, domain), b);
    if (!domain || !box) return null;
    const names = namesAt(scene.central, domain);
    const locals = new Set([box.name, ...box.aliases]);
    removeMailName(scene.central, domain, box, scene.who);
    scene.population.withdraw(names, locals);
    return `${box.name}@${domain.name}`;
  },
  /** A site before a main domain, which takes all of its subscription with it. */
  "central-delete-domain": (scene, a) => {
    const all = mirrored(scene);
    const sites = all.filter(({ kind }) => kind === "site");
    const domain = nth(sites.length > 0 ? sites : all, a);
    if (!domain) return null;
    const below = (each: Domain) => each.webspaceId === domain.id || each.asciiName.endsWith(`.${domain.asciiName}`);
    const family = scene.central.domains.filter((each) => each === domain || below(each));
    const names = new Set(family.flatMap((each) => [...namesAt(scene.central, each)]));
    deleteDomain(scene.central, domain, scene.who);
    scene.population.withdraw(names);
    return domain.name;
  },
  "central-suspend": (scene, a) => {
    const domain = nth(mirrored(scene), a);
    if (!domain) return null;
    const family = scene.central.domains.filter(({ webspaceId }) => webspaceId === domain.webspaceId);
    const names = new Set(family.flatMap((each) => [...namesAt(scene.central, each)]));
    setDomain(scene.central, domain, { status: domain.status === 0 ? 16 : 0 }, scene.who);
    scene.population.withdraw(names);
    return domain.name;
  },
};
