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
  server: "Plesk server",
  "second-factor": "Second factor",
  session: "Session",
};

export const subjectWord = (subject: string) => subjects[subject] ?? sentence(subject);

/** Events that the rule below would not name well. */
const known: Record<string, string> = {
  "session.signed-in": "Signed in",
  "session.signed-out": "Signed out",
  "session.refused": "Sign-in refused",
  "session.new-device": "Signed in with a new browser",
  "session.others-ended": "All other sessions ended",
  "session.confirmed": "Confirmed to be there",
  "session.confirmation-refused": "Confirmation refused",
  "session.code-refused": "Code refused",
  "session.passkey-refused": "Passkey refused",
  "second-factor.app-added": "Authenticator app added",
  "second-factor.app-removed": "Authenticator app removed",
  "second-factor.passkey-added": "Passkey added",
  "second-factor.passkey-removed": "Passkey removed",
  "second-factor.codes-made": "Recovery codes made",
  "administrator.second-factor-reset": "Second factor taken away",
  "administrator.signed-out": "Person signed out everywhere",
  "administrator.role-kept": "Role of the last administrator kept",
  "changes.stopped": "All changes stopped",
  "changes.allowed": "Changes allowed again",
  "changes.budget-set": "Change budget set",
  "database.restored": "Database found restored",
  "database.released": "Changes allowed after a restore",
  "panel.opened": "Panel opened",
};

/** "mail-server.added" is "Mail server added". */
export function eventWords(event: string): string {
  const word = known[event];
  if (word) return word;
  const [subject = "", ...deed] = event.split(".");
  return [subjectWord(subject), ...deed.map((word) => word.replaceAll("-", " "))].join(" ");
}

function sentence(word: string): string {
  const spaced = word.replaceAll("-", " ");
  return spaced.charAt(0).toUpperCase() + spaced.slice(1);
}
