import type { PleskServer } from "../model";
import { type Credentials, opens } from "./credentials";
import type { Operation } from "./operation";
import type { XmlElement } from "./xml";

const kept = new WeakMap<PleskServer, string[]>();
const fleets = new WeakMap<PleskServer, ReadonlySet<PleskServer>>();
const changing = new WeakMap<PleskServer, number>();

/** What the manager did that it must never do, in order. A test that finds one fails. */
export function violations(server: PleskServer): string[] {
  const list = kept.get(server) ?? [];
  kept.set(server, list);
  return list;
}

/** Makes the servers one fleet: a credential of one that is shown to another is a violation. */
export function joinFleet(servers: Iterable<PleskServer>): void {
  const fleet = new Set(servers);
  for (const server of fleet) fleets.set(server, fleet);
}

export function watchCredentials(server: PleskServer, credentials: Credentials): void {
  if (opens(server, credentials)) return;
  for (const other of fleets.get(server) ?? []) {
    if (other !== server && opens(other, credentials)) {
      violations(server).push(`${server.key}: was shown the credential of ${other.key}`);
    }
  }
}

/**
 * Marks a changing packet as under way until the returned function is called. A second one meanwhile is a violation:
 * a server has one writer at a time.
 */
export function beginChange(server: PleskServer): () => void {
  const under = changing.get(server) ?? 0;
  if (under > 0) violations(server).push(`${server.key}: two changing packets at the same time`);
  changing.set(server, under + 1);
  let open = true;
  return () => {
    if (open) changing.set(server, (changing.get(server) ?? 1) - 1);
    open = false;
  };
}

const ownerWide = /^(owner|parent)-|^(owner|all|site-name|dns-zone-name)$/;

/** Looks at one operation before it is executed. */
export function watchOperation(server: PleskServer, operator: string, operation: Operation, node: XmlElement): void {
  const report = (deed: string) => violations(server).push(`${server.key}: ${operator} ${node.name} ${deed}`);
  if (operation.effect === "read" || operation.effect === "access") return;
  if (operation.effect === "destroy") report("deletes what may hold mail");
  if (operator === "event_log") report("takes the events away from the log");
  if (operator === "dns" && node.name === "add_rec" && !node.either("site-id", "site-alias-id")) {
    report("changes the template of all new zones");
  }
  const preferences = [node.first("prefs"), node.first("mail"), node.first("values")?.first("mail")];
  if (operator !== "server" && preferences.some((place) => place?.has("none"))) report("takes the mail service away");
  if (operation.filtered) watchFilter(operator, node.name, filterIn(node), report);
}

/** `mail update` holds its filter one level down. */
function filterIn(node: XmlElement): XmlElement | undefined {
  return node.first("filter") ?? node.children.map((child) => child.first("filter")).find(Boolean);
}

function watchFilter(
  operator: string,
  deed: string,
  filter: XmlElement | undefined,
  report: (deed: string) => void,
): void {
  const named = filter?.children ?? [];
  if (named.length === 0) return void report("has a blank filter");
  const wholeSite = (operator === "dns" && deed === "del_rec") || operator === "site-alias";
  const wide = named.find(({ name }) => ownerWide.test(name) || (wholeSite && /^site-(alias-)?id$/.test(name)));
  if (wide) report(`selects by ${wide.name} all that belongs to it`);
  // Names and mailnames stand beside the one site-id that says where they are.
  const targets = named.filter(({ name }) => name !== "site-id");
  if ((targets.length === 0 ? named : targets).length > 1) report("has more than one target");
}
