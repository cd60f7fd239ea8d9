import type { Account, Bits, PleskServer } from "../model";
import { type By, by, dateOf, newGuid } from "./by";
import { deleteDomain, setParentSuspended } from "./domains";
import { logEvent } from "./log";
import { checkPassword } from "./passwords";
import { PleskRefusal } from "./refusal";
import { shelf } from "./shelves";

export interface AccountInput {
  kind?: "reseller" | "customer";
  login: string;
  password: string;
  contactName: string;
  company?: string;
  email?: string;
  phone?: string;
  status?: Bits;
  ownerId?: number;
  externalId?: string;
  description?: string;
  guid?: string;
  contact?: Record<string, string>;
}

export function createAccount(server: PleskServer, input: AccountInput, who: By = by()): Account {
  const login = freeLogin(server, input.login);
  const ownerId = input.ownerId ?? 1;
  const owner = shelf(server).accounts.one("id", ownerId);
  if (!owner || owner.kind === "customer") throw new PleskRefusal(1015, "Owner does not exist");
  const customers = server.accounts.length - 1;
  if (server.limits.clients >= 0 && customers >= server.limits.clients) {
    throw new PleskRefusal(Number(server.assumptions.licenceFull), "The limit on the number of customers is reached.");
  }
  const account = shelf(server).accounts.insert({
    id: server.next.account++,
    guid: input.guid ?? newGuid(who.bytes),
    kind: input.kind ?? "customer",
    login,
    password: checkPassword(server, input.password),
    contactName: input.contactName,
    company: input.company ?? "",
    email: input.email ?? "",
    phone: input.phone ?? "",
    status: input.status ?? 0,
    ownerId,
    externalId: input.externalId ?? "",
    description: input.description ?? "",
    createdAt: dateOf(who.now),
    ...(input.contact ? { contact: input.contact } : {}),
  });
  logEvent(server, { type: "created", class: classOf(account), objectId: account.id }, who);
  return account;
}

export type AccountPatch = Partial<Omit<AccountInput, "kind" | "ownerId">>;

/** Changes what the patch names. A status reaches the account's webspaces as a bit of their own. */
export function setAccount(server: PleskServer, account: Account, patch: AccountPatch, who: By = by()): void {
  const login = patch.login === undefined ? account.login : freeLogin(server, patch.login, account);
  const { status, password, contact, ...rest } = patch;
  if (password !== undefined) checkPassword(server, password);
  shelf(server).accounts.change(account, () => {
    Object.assign(account, rest, { login }, password === undefined ? {} : { password });
    if (contact) account.contact = { ...account.contact, ...contact };
  });
  if (patch.guid !== undefined)
    logEvent(server, { type: "guid_changed", class: classOf(account), objectId: account.id }, who);
  if (status !== undefined && status !== account.status) {
    account.status = status;
    for (const webspace of webspacesUnder(server, account)) setParentSuspended(server, webspace, status !== 0);
    logEvent(server, { type: "status_changed", class: `${classOf(account)}_status`, objectId: account.id }, who);
  }
  logEvent(server, { type: "updated", class: classOf(account), objectId: account.id }, who);
}

/** Deletes the account with its customers and webspaces, hence their domains and all mail in them. */
export function deleteAccount(server: PleskServer, account: Account, who: By = by()): void {
  if (account.kind === "administrator") throw new PleskRefusal(1006, "The administrator cannot be deleted.");
  for (const customer of shelf(server).accounts.all("owner", account.id)) deleteAccount(server, customer, who);
  for (const webspace of shelf(server).domains.all("owner", account.id)) deleteDomain(server, webspace, who);
  server.buttons = server.buttons.filter(({ owner }) => owner.kind === "admin" || owner.id !== account.id);
  server.keys = server.keys.filter(({ login }) => login !== account.login);
  shelf(server).accounts.remove(account);
  logEvent(server, { type: "deleted", class: classOf(account), objectId: account.id }, who);
}

function freeLogin(server: PleskServer, login: string, self?: Account): string {
  if (!/^[A-Za-z][\w.@-]{0,59}$/.test(login)) throw new PleskRefusal(1019, `Login ${login} is not valid.`);
  const { accounts } = shelf(server);
  const taken =
    server.assumptions.loginCase === "same"
      ? accounts.all("lowerLogin", login.toLowerCase())
      : accounts.all("login", login);
  if (taken.some((other) => other !== self)) throw new PleskRefusal(1007, `User account ${login} already exists.`);
  return login;
}

function webspacesUnder(server: PleskServer, account: Account) {
  const { accounts, domains } = shelf(server);
  const owners = [account, ...accounts.all("owner", account.id)];
  return owners.flatMap(({ id }) => [...domains.all("owner", id)]);
}

function classOf(account: Account): string {
  return account.kind === "reseller" ? "reseller" : "client";
}
