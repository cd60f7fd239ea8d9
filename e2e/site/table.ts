import type { Right } from "@/lib/access/rights";

/**
 * What each entry point asks for. The test takes the entry points from the build and fails where one of them is not
 * here, so whoever adds a page, a handler or an action says here who may use it.
 */

/** `open`: for somebody who is not signed in, and of no use but to sign in. */
export type Asked = Right | "open";

export const askedOfAddresses: Record<string, Asked> = {
  "/": "open",
  "/icon.svg": "open",
  "/api/auth/[...nextauth]": "open",
  "/api/health": "open",
  "/api/v1/[...path]": "open",
  "/login": "open",
  "/login/second": "open",
  "/login/sso": "open",
  "/setup": "open",
  "/confirm": "own",
  "/go/[server]": "fleet.see",
  "/accounts": "fleet.see",
  "/accounts/[id]": "fleet.see",
  "/accounts/accounts.csv": "fleet.see",
  "/accounts/passwords": "fleet.see",
  "/accounts/passwords/passwords.csv": "fleet.see",
  "/accounts/records.txt": "fleet.see",
  "/accounts/together": "synchronize",
  "/activity": "fleet.see",
  "/activity/operations.csv": "fleet.see",
  "/activity/runs.csv": "fleet.see",
  "/activity/runs/[id]": "fleet.see",
  "/activity/trail": "trail.see",
  "/activity/trail.csv": "trail.see",
  "/find": "fleet.see",
  "/mail": "fleet.see",
  "/mail/[id]": "fleet.see",
  "/mail/[id]/assign": "assign",
  "/mail/[id]/deassign": "deassign",
  "/mail/[id]/synchronize": "synchronize",
  "/mail/add": "mail-servers.change",
  "/mail/remove": "mail-servers.remove",
  "/problems": "fleet.see",
  "/refused": "own",
  "/servers": "fleet.see",
  "/servers/[id]": "fleet.see",
  "/servers/[id]/certificate": "servers.keys",
  "/servers/[id]/edit": "servers.change",
  "/servers/[id]/unregister": "servers.keys",
  "/servers/new": "servers.keys",
  "/settings": "fleet.see",
  "/settings/people": "people.see",
  "/settings/people/[id]": "people.see",
  "/settings/people/new": "people.change",
  "/settings/tokens": "tokens.see",
  "/settings/notifications": "channels.see",
  "/settings/you": "own",
  "/settings/you/authenticator": "own.factors",
};

/** Each file's actions; all that a preview shows is asked for with the least of its rights. */
const askedOfFiles: Record<string, Record<string, Asked>> = {
  "app/(console)/accounts/[id]/actions.ts": {
    checkRecords: "synchronize",
    closeAccount: "accounts.decide",
    enforce: "accounts.decide",
    lookAgain: "synchronize",
    synchronizeAccount: "synchronize",
  },
  "app/(console)/accounts/passwords/actions.ts": { markSet: "passwords.mark" },
  "app/(console)/accounts/together/actions.ts": { doTogether: "synchronize" },
  "app/(console)/actions.ts": { leave: "own", setTheme: "own" },
  "app/(console)/find/actions.ts": { findWhileTyping: "fleet.see" },
  "app/(console)/guard-actions.ts": { close: "changes.allow", resume: "changes.allow" },
  "app/(console)/mail/[id]/actions.ts": {
    assign: "assign",
    deassign: "deassign",
    setRhythm: "mail-servers.change",
    startPreview: "synchronize",
  },
  "app/(console)/mail/actions.ts": {
    addMailServer: "mail-servers.change",
    operate: "synchronize",
    removeChosen: "mail-servers.remove",
  },
  "app/(console)/panel.ts": { openPanel: "panels.open" },
  "app/(console)/problems/actions.ts": { lookAgainAt: "synchronize", release: "release" },
  "app/(console)/servers/actions.ts": { operateServers: "synchronize" },
  "app/(console)/servers/[id]/actions.ts": {
    acceptCertificate: "servers.keys",
    makeNewKey: "servers.keys",
    readAgain: "servers.keys",
    refresh: "synchronize",
    saveServer: "servers.change",
    setServerMaintenance: "servers.change",
    synchronize: "synchronize",
    testConnection: "synchronize",
    unregister: "servers.keys",
  },
  "app/(console)/servers/new/actions.ts": { readCertificate: "servers.keys", register: "servers.keys" },
  "app/(console)/settings/actions.ts": { allow: "changes.allow", changeBudget: "limits.set", stop: "changes.stop" },
  "app/(console)/settings/people/actions.ts": {
    addPerson: "people.change",
    changeRole: "people.change",
    endSessionsOf: "people.change",
    resetPassword: "people.change",
    resetSecondFactor: "people.change",
    setDisabled: "people.change",
  },
  "app/(console)/settings/notifications/actions.ts": {
    add: "channels.change",
    test: "channels.change",
    remove: "channels.change",
  },
  "app/(console)/settings/tokens/actions.ts": { make: "tokens.change", revoke: "tokens.change" },
  "app/(console)/settings/you/actions.ts": {
    changePassword: "own.factors",
    endOtherSessions: "own",
    endSession: "own",
  },
  "app/(console)/settings/you/factor-actions.ts": {
    beginNewPasskey: "own.factors",
    dropAuthenticator: "own.factors",
    dropPasskey: "own.factors",
    keepAuthenticator: "own.factors",
    keepNewPasskey: "own.factors",
    newRecoveryCodes: "own.factors",
  },
  "app/confirm/actions.ts": { beginConfirmation: "own", confirmWithPasskey: "own", confirmWithPassword: "own" },
  "app/login/actions.ts": { enter: "open" },
  "app/login/second/actions.ts": { beginWithPasskey: "open", enterWithCode: "open", enterWithPasskey: "open" },
  "app/setup/actions.ts": { createFirst: "open" },
};

export const askedOfActions: Record<string, Asked> = Object.fromEntries(
  Object.entries(askedOfFiles).flatMap(([file, asked]) =>
    Object.entries(asked).map(([name, right]) => [`${file}#${name}`, right]),
  ),
);
