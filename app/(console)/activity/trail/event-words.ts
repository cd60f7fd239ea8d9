import type { AuditEvent } from "@/db/audit-events";

const subjects: Record<string, string> = {
  account: "Account",
  address: "Address",
  administrator: "Administrator",
  breaker: "Breaker",
  changes: "Stop switch",
  database: "Database",
  "mail-server": "Mail server",
  panel: "Panel",
  password: "Password",
  server: "Plesk server",
  session: "Session",
  token: "API token",
};

export const subjectWord = (subject: string) => subjects[subject] ?? subject;

const words: Record<AuditEvent, string> = {
  "account.closed": "Account closed",
  "account.enforced": "Account enforced",
  "account.refreshed": "Account refreshed",
  "account.synchronized": "Account synchronized",
  "address.password-set": "Address password set",
  "administrator.added": "Administrator added",
  "administrator.disabled": "Administrator disabled",
  "administrator.enabled": "Administrator enabled",
  "administrator.password-reset": "Administrator password reset",
  "breaker.closed": "Breaker closed",
  "breaker.opened": "Breaker opened",
  "changes.allowed": "Changes allowed again",
  "changes.budget-set": "Change budget set",
  "changes.stopped": "All changes stopped",
  "database.released": "Changes allowed after a restore",
  "database.restored": "Database found restored",
  "mail-server.added": "Mail server added",
  "mail-server.refresh-wanted": "Mail server refreshed",
  "mail-server.removed": "Mail server removed",
  "mail-server.synchronize-wanted": "Mail server synchronized",
  "mail-server.synchronizes-itself": "Mail server synchronizes itself",
  "mail-server.waits-to-be-asked": "Mail server waits to be asked",
  "panel.opened": "Panel opened",
  "password.changed": "Password changed",
  "server.assigned": "Plesk server assigned",
  "server.certificate-accepted": "Plesk server certificate accepted",
  "server.deassigned": "Plesk server deassigned",
  "server.edited": "Plesk server edited",
  "server.key-replaced": "Plesk server key replaced",
  "server.key-requested": "Plesk server key requested",
  "server.maintenance-began": "Plesk server maintenance began",
  "server.maintenance-ended": "Plesk server maintenance ended",
  "server.refreshed": "Plesk server refreshed",
  "server.registered": "Plesk server registered",
  "server.released": "Plesk server released",
  "server.synchronized": "Plesk server synchronized",
  "server.unregistered": "Plesk server unregistered",
  "session.ended": "Session ended",
  "session.refused": "Sign-in refused",
  "session.signed-in": "Signed in",
  "session.signed-out": "Signed out",
  "token.made": "API token made",
  "token.revoked": "API token revoked",
};

/** An event in words; one of an older version, which has none any more, as it is called. */
export function eventWords(event: string): string {
  return (words as Record<string, string>)[event] ?? event;
}
