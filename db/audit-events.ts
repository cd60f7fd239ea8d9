import type { ApiScope, Difference } from "./schema";

type OnServer = { serverId: number };
type OnAccount = { accountId: number };
type Roled = { serverId: number; mailServerId: number };
type Budgets = { run: number; server: number; fleet: number };
type Nothing = Record<never, never>;

/**
 * Every event of the audit trail, with the facts that are written beside it: for people, never a credential nor a hash
 * of one. Nothing that is not here can be written, and `app/…/event-words.ts` has words for each.
 */
export interface AuditEvents {
  "account.closed": OnAccount & { problem: string | null; differences: Difference[] };
  "account.enforced": OnAccount & { problem: string | null; differences: Difference[] };
  "account.refreshed": OnAccount;
  "account.synchronized": OnAccount;
  "address.password-set": { addresses: string[] };
  "administrator.added": Nothing;
  "administrator.disabled": Nothing;
  "administrator.enabled": Nothing;
  "administrator.password-reset": Nothing;
  "breaker.closed": { serverId: number | null; why: string };
  "breaker.opened": { serverId: number | null; why: string };
  "changes.allowed": Nothing;
  "changes.budget-set": { from: Budgets; to: Budgets };
  "changes.stopped": Nothing;
  "database.released": Nothing;
  "database.restored": { why: string };
  "mail-server.added": { mailServerId: number };
  "mail-server.refresh-wanted": Nothing;
  "mail-server.removed": { mailServerId: number };
  "mail-server.synchronize-wanted": Nothing;
  "mail-server.synchronizes-itself": Nothing;
  "mail-server.waits-to-be-asked": Nothing;
  "panel.opened": { login: string; address: string };
  "password.changed": Nothing;
  "server.assigned": Roled;
  "server.certificate-accepted": { before: string; now: string; followsAuthority: boolean };
  "server.deassigned": Roled;
  "server.edited": OnServer &
    Record<"name" | "host", string> &
    Record<"port" | "smtpPort" | "imapPort" | "pop3Port", number>;
  "server.key-replaced": Nothing;
  "server.key-requested": Nothing;
  "server.maintenance-began": OnServer;
  "server.maintenance-ended": OnServer;
  "server.refreshed": OnServer;
  "server.registered": { host: string; port: number; fingerprint: string; followsAuthority: boolean; guid: string };
  "server.released": OnServer & { reason: string | null };
  "server.synchronized": OnServer;
  "server.unregistered": { guid: string };
  "session.ended": Nothing;
  "session.refused": { address: string };
  "session.signed-in": { address: string };
  "session.signed-out": Nothing;
  "token.made": { scope: ApiScope; until: string };
  "token.revoked": Nothing;
}

export type AuditEvent = keyof AuditEvents;

type With<E extends AuditEvent> = Nothing extends AuditEvents[E] ? { detail?: never } : { detail: AuditEvents[E] };

/** What is written: who (a login, "worker", "command line"), what, to what by its name, and the event's own facts. */
export type AuditEntry = {
  [E in AuditEvent]: { actor: string; event: E; target?: string } & With<E>;
}[AuditEvent];
