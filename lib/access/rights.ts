import type { Role } from "@/db/schema";

/**
 * Who may do what: the one table. Every page, action and route handler names a right in its first line
 * (`requireRight` in lib/access/session.ts), and what a page offers asks the same table (`May` in app/(console)/may.tsx).
 */

interface Rule {
  roles: readonly Role[];
  /** For dangerous deeds: whoever has not proved to be there for a while does so first. */
  proof?: true;
}

const everybody: Rule = { roles: ["administrator", "operator", "viewer", "auditor"] };
const running: Rule = { roles: ["administrator", "operator"] };
const accounting: Rule = { roles: ["administrator", "auditor"] };
const ruling: Rule = { roles: ["administrator"] };
const dangerous: Rule = { ...ruling, proof: true };

const rules = {
  /** One's own look, sessions, and signing out. */
  own: everybody,
  /** One's own password, second factor and passkeys. */
  "own.factors": { ...everybody, proof: true },
  /** Servers, accounts, problems, runs: every page that shows the fleet. */
  "fleet.see": everybody,
  "trail.see": accounting,
  "people.see": accounting,
  "tokens.see": accounting,
  "channels.see": accounting,
  /** Synchronize, refresh, preview of both, test a connection. */
  synchronize: running,
  /** End a server's quarantine. */
  release: running,
  "passwords.mark": running,
  /** The stop switch is pressed by whoever runs the fleet, and let go by whoever answers for it. */
  "changes.stop": running,
  /** Stop switch off, a breaker closed, a restored database released. */
  "changes.allow": dangerous,
  /** Answers to a problem that overwrite something or end an account. */
  "accounts.decide": ruling,
  "mail-servers.change": ruling,
  "mail-servers.remove": dangerous,
  assign: ruling,
  deassign: dangerous,
  "servers.change": ruling,
  /** Register, accept another certificate, make a new key, unregister: whatever decides who is given a key. */
  "servers.keys": dangerous,
  /** A session in a panel is root on that server. */
  "panels.open": dangerous,
  "limits.set": dangerous,
  "people.change": dangerous,
  "tokens.change": dangerous,
  /** Where people are told, and a test of it. */
  "channels.change": dangerous,
} satisfies Record<string, Rule>;

export type Right = keyof typeof rules;

export const rights = rules as Record<Right, Rule>;

export const roles = ["administrator", "operator", "viewer", "auditor"] as const satisfies readonly Role[];

/** What a role is called, and what it may do. */
export const roleWords: Record<Role, { name: string; means: string }> = {
  administrator: { name: "Administrator", means: "may do everything, with servers, keys, people and limits" },
  operator: { name: "Operator", means: "looks, synchronizes, refreshes, releases, can stop all changes" },
  viewer: { name: "Viewer", means: "looks at the fleet, changes nothing" },
  auditor: { name: "Auditor", means: "looks at the fleet, the people and the audit trail, changes nothing" },
};

export function may(role: Role, right: Right): boolean {
  return rights[right].roles.includes(role);
}
