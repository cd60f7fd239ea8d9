import { findByName } from "@/db/find";
import { listMailServers } from "@/db/mail-servers";
import type { Role } from "@/db/schema";
import { may, type Right } from "@/lib/access/rights";
import { db } from "@/lib/database";

/** One thing to go to. */
export interface Found {
  /** "Plesk server", "Do": what it is. */
  kind: string;
  title: string;
  note: string;
  href: string;
}

/** What only some may do, or see. */
interface Place extends Found {
  right?: Right;
}

const places: Place[] = [
  { kind: "Do", title: "Register a Plesk server", note: "", href: "/servers/new", right: "servers.keys" },
  { kind: "Do", title: "Add mail server", note: "", href: "/mail/add", right: "mail-servers.change" },
  {
    kind: "Do",
    title: "Set passwords",
    note: "addresses whose password nobody knows",
    href: "/accounts/passwords",
    right: "passwords.mark",
  },
  { kind: "Do", title: "Stop all changes", note: "the stop switch", href: "/settings#stop", right: "changes.stop" },
  { kind: "Go to", title: "Centralized Mail", note: "start page", href: "/mail" },
  { kind: "Go to", title: "Plesk servers", note: "", href: "/servers" },
  { kind: "Go to", title: "Accounts", note: "clients and domains", href: "/accounts" },
  { kind: "Go to", title: "Outdated accounts", note: "what does not match", href: "/accounts?status=outdated" },
  { kind: "Go to", title: "Domains that move now", note: "", href: "/accounts?kind=domain&moving=1" },
  { kind: "Go to", title: "Problems", note: "what needs a person", href: "/problems" },
  { kind: "Go to", title: "Activity", note: "runs", href: "/activity" },
  { kind: "Go to", title: "Runs with a failure", note: "", href: "/activity?state=trouble" },
  { kind: "Go to", title: "Audit trail", note: "who did what", href: "/activity/trail", right: "trail.see" },
  { kind: "Go to", title: "Settings", note: "", href: "/settings" },
];

/** What can be done with each mail server; there are few. */
async function deeds(): Promise<Place[]> {
  const mailServers = await listMailServers(db);
  return mailServers.flatMap(({ id, name, assigned }) => {
    const deed = (title: string, page: string, right: Right, note = ""): Place => ({
      kind: "Do",
      title,
      note,
      href: `/mail/${id}/${page}`,
      right,
    });
    const assign = deed(`Assign Plesk servers to ${name}`, "assign", "assign");
    if (assigned === 0) return [assign];
    return [
      assign,
      deed(`Synchronize ${name}`, "synchronize", "synchronize", "with a preview"),
      deed(`Deassign Plesk servers from ${name}`, "deassign", "deassign"),
    ];
  });
}

const forRole = (all: Place[], role: Role): Found[] =>
  all.filter(({ right }) => !right || may(role, right)).map(({ right: _asked, ...found }) => found);

/**
 * Servers, clients, domains, addresses and deeds of this role that have every word of `q` in them; for nothing, where one
 * may go.
 */
export async function find(q: string, each: number, role: Role): Promise<Found[]> {
  const words = q.toLowerCase().split(/\s+/).filter(Boolean);
  const named = ({ title, note }: Found) => words.every((word) => `${title} ${note}`.toLowerCase().includes(word));
  if (words.length === 0) return forRole(places, role);
  const [known, byName] = await Promise.all([deeds(), findByName(db, q.trim(), each)]);
  return [
    ...byName.servers.map((one): Found => {
      const mail = one.mailServerId;
      return mail === null
        ? { kind: "Plesk server", title: one.name, note: one.assignedToName ?? "", href: `/servers/${one.id}` }
        : { kind: "Mail server", title: one.name, note: `ID ${mail}`, href: `/mail/${mail}` };
    }),
    ...byName.domains.map((one): Found => {
      return { kind: "Domain", title: one.name, note: one.server, href: `/accounts/${one.id}` };
    }),
    ...byName.clients.map((one): Found => {
      const note = [one.label, one.server].filter(Boolean).join(" · ");
      return { kind: "Client", title: one.name, note, href: `/accounts/${one.id}` };
    }),
    ...byName.addresses.map((one): Found => {
      const title = `${one.name}@${one.domain}`;
      return { kind: "Address", title, note: one.server, href: `/accounts/${one.accountId}#addresses` };
    }),
    ...forRole([...places, ...known], role).filter(named),
  ];
}
