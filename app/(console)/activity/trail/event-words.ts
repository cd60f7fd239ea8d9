import type { AuditEvent } from "@/db/audit-events";

const subjects: Record<string, string> = {
  account: "Account",
  address: "Address",
  administrator: "Person",
  breaker: "Breaker",
  changes: "Stop switch",
  database: "Database",
  "mail-server": "Mail server",
  panel: "Panel",
  password: "Password",
  "second-factor": "Second factor",
  server: "Plesk server",
  session: "Session",
  token: "API token",
  channel: "Notifications",
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
  "administrator.role-changed": "Role changed",
  "administrator.role-kept": "Role of the last administrator kept",
  "administrator.second-factor-reset": "Second factor taken away",
  "administrator.signed-out": "Person signed out everywhere",
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
  "second-factor.app-added": "Authenticator app added",
  "second-factor.app-removed": "Authenticator app removed",
  "second-factor.codes-made": "Recovery codes made",
  "second-factor.passkey-added": "Passkey added",
  "second-factor.passkey-removed": "Passkey removed",
  "server.assigned": "Plesk server assigned",
  "server.certificate-accepted": "Plesk server certificate accepted",
  "server.certificate-changed": "Plesk server certificate changed",
  "server.deassigned": "Plesk server deassigned",
  "server.edited": "Plesk server edited",
  "server.key-replaced": "Plesk server key replaced",
  "server.key-requested": "Plesk server key requested",
  "server.label-removed": "Label taken from a Plesk server",
  "server.labelled": "Label given to a Plesk server",
  "server.maintenance-began": "Plesk server maintenance began",
  "server.maintenance-ended": "Plesk server maintenance ended",
  "server.refreshed": "Plesk server refreshed",
  "server.registered": "Plesk server registered",
  "server.released": "Plesk server released",
  "server.synchronized": "Plesk server synchronized",
  "server.unregistered": "Plesk server unregistered",
  "session.code-refused": "Code refused",
  "session.confirmation-refused": "Confirmation refused",
  "session.confirmed": "Confirmed to be there",
  "session.ended": "Session ended",
  "session.new-device": "Signed in with a new browser",
  "session.others-ended": "All other sessions ended",
  "session.passkey-refused": "Passkey refused",
  "session.refused": "Sign-in refused",
  "session.signed-in": "Signed in",
  "session.signed-out": "Signed out",
  "channel.added": "Told of trouble from now on",
  "channel.removed": "Told of trouble no more",
  "token.made": "API token made",
  "token.revoked": "API token revoked",
};

/** An event in words; one of an older version, which has none any more, as it is called. */
export function eventWords(event: string): string {
  return (words as Record<string, string>)[event] ?? event;
}

/** The events in whose words these are. */
export function eventsWorded(q: string): string[] {
  const part = q.toLowerCase();
  return Object.entries(words).flatMap(([event, said]) => (said.toLowerCase().includes(part) ? [event] : []));
}
