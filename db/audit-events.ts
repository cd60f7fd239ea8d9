import type { ApiScope, ChannelKind, Difference, Role } from "./schema";

type OnServer = { serverId: number };
type OnAccount = { accountId: number };
/** Many at once: how many of which servers, and what they were chosen by. */
type Together = { accounts: number; servers: number[]; which: Record<string, unknown> };
type Roled = { serverId: number; mailServerId: number };
type Budgets = { run: number; server: number; fleet: number };
type SignedIn = { address: string; userAgent: string; by: string };
type Nothing = Record<never, never>;

/**
 * Every event of the audit trail, with the facts that are written beside it: for people, never a credential nor a hash
 * of one. Nothing that is not here can be written, and `app/…/event-words.ts` has words for each.
 */
export interface AuditEvents {
  "account.closed": (OnAccount & { problem: string | null; differences: Difference[] }) | Together;
  "account.enforced": (OnAccount & { problem: string | null; differences: Difference[] }) | Together;
  "account.refreshed": OnAccount;
  "account.synchronized": OnAccount | Together;
  "address.password-set": { addresses: string[] };
  "administrator.added": { role: Role; by?: string };
  "administrator.disabled": Nothing;
  "administrator.enabled": Nothing;
  "administrator.password-reset": Nothing;
  "administrator.role-changed": { from: Role; to: Role; by?: string };
  "administrator.role-kept": { from: Role; to: Role; by?: string };
  "administrator.second-factor-reset": Nothing;
  "administrator.signed-out": Nothing;
  "breaker.closed": { serverId: number | null; why: string };
  "breaker.opened": { serverId: number | null; why: string };
  "changes.allowed": Nothing;
  "channel.added": { kind: ChannelKind; leadsTo: string };
  "channel.removed": Nothing;
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
  "second-factor.app-added": Nothing;
  "second-factor.app-removed": Nothing;
  "second-factor.codes-made": Nothing;
  "second-factor.passkey-added": { name: string };
  "second-factor.passkey-removed": { name: string };
  "server.assigned": Roled;
  /** `shown`: the other one that held changes up until then. Where `now` is `before`, the old one was confirmed again. */
  "server.certificate-accepted": { before: string; now: string; followsAuthority: boolean; shown: string | null };
  "server.certificate-changed": OnServer & { confirmed: string; shown: string };
  "server.deassigned": Roled;
  "server.edited": OnServer &
    Record<"name" | "host", string> &
    Record<"port" | "smtpPort" | "imapPort" | "pop3Port", number>;
  "server.key-replaced": Nothing;
  "server.key-requested": Nothing;
  "server.label-removed": { label: string };
  "server.labelled": { label: string };
  "server.maintenance-began": OnServer;
  "server.maintenance-ended": OnServer;
  "server.refreshed": OnServer;
  "server.registered": { host: string; port: number; fingerprint: string; followsAuthority: boolean; guid: string };
  "server.released": OnServer & { reason: string | null };
  "server.synchronized": OnServer;
  "server.unregistered": { guid: string };
  "session.code-refused": Nothing;
  "session.confirmation-refused": Nothing;
  "session.confirmed": { by: string };
  "session.ended": Nothing;
  "session.new-device": SignedIn;
  "session.others-ended": Nothing;
  "session.passkey-refused": Nothing;
  "session.refused": { address: string; by?: string; why?: string };
  "session.signed-in": SignedIn;
  "session.signed-out": Nothing;
  "token.made": { scope: ApiScope; until: string };
  "token.revoked": Nothing;
}

export type AuditEvent = keyof AuditEvents;

type With<E extends AuditEvent> = Nothing extends AuditEvents[E] ? { detail?: never } : { detail: AuditEvents[E] };

/** What is written: who (a login, "worker", "command line", "setup link"), what, to what by its name, and the event's own facts. */
export type AuditEntry = {
  [E in AuditEvent]: { actor: string; event: E; target?: string } & With<E>;
}[AuditEvent];
