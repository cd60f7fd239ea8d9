import { isSuspended } from "./assumptions";
import {
  allDone,
  type Call,
  change,
  everything,
  filters,
  found,
  guidIn,
  idIn,
  list,
  made,
  only,
  operation,
  read,
} from "./call";
import { child, type Element, filled, perhapsText, text, whole } from "./element";
import type { ClientId, RemoteClient } from "./objects";
import { el, optional, type XmlNode } from "./xml";

const dataset = el("dataset", [el("gen_info")]);
const getCustomers = (filter: XmlNode) => operation("customer", "get", [filter, dataset]);

/** All customers of the panel, those of its resellers among them. */
export const clients = (): Call<RemoteClient[], "read"> => read([getCustomers(everything)], list(decodeCustomer));

/** All resellers of the panel. */
export const resellers = (): Call<RemoteClient[], "read"> =>
  read(
    [operation("reseller", "get", [el("filter", [el("all")]), el("dataset", [el("gen-info")])])],
    // What customers write with underscores, resellers write with hyphens.
    list((result) => decode("reseller", result, child(child(result, "data"), "gen-info"))),
  );

const decodeCustomer = (result: Element): RemoteClient =>
  decode("customer", result, child(child(result, "data"), "gen_info"));

const decode = (kind: RemoteClient["kind"], result: Element, info: Element): RemoteClient => ({
  id: idIn(result, "id"),
  guid: guidIn(info),
  kind,
  login: filled(info, "login").toLowerCase(),
  name: text(info, "pname"),
  company: text(info, "cname"),
  email: text(info, "email"),
  suspended: isSuspended(whole(info, "status")),
  externalId: perhapsText(info, "external-id") ?? "",
});

/** Customers that we may have made, by their external id; absent when there is none. No ids: not sent. */
export const clientsByExternalId = (ids: readonly string[]): Call<Map<string, RemoteClient>, "read"> =>
  asked("external-id", ids, String, (client) => client.externalId);

/** Customers by login, in any case; absent when there is none. No logins: not sent. */
export const clientsByLogin = (logins: readonly string[]): Call<Map<string, RemoteClient>, "read"> =>
  asked(
    "login",
    logins,
    (login) => login.toLowerCase(),
    (client) => client.login,
  );

/** Customers by id; absent when there is none. No ids: not sent. */
export const clientsById = (ids: readonly ClientId[]): Call<Map<ClientId, RemoteClient>, "read"> =>
  asked(
    "id",
    ids,
    (id) => id,
    (client) => client.id,
  );

const asked = <A extends string | number>(
  kind: string,
  values: readonly A[],
  keyOfAsked: (value: A) => string | number,
  keyOfAnswer: (client: RemoteClient) => string | number,
): Call<Map<A, RemoteClient>, "read"> =>
  read(
    filters(kind, values.map(keyOfAsked)).map(getCustomers),
    found(values, { asked: keyOfAsked, answer: keyOfAnswer }, decodeCustomer),
  );

export interface NewClient {
  login: string;
  password: string;
  /** Contact name, at most 60 characters. */
  name: string;
  company: string;
  email: string;
  externalId: string;
  description: string;
}

/** Makes an active customer of the administrator. `exists` when the login is taken by anybody on the panel. */
export const createClient = (client: NewClient): Call<{ id: ClientId; guid: string }, "change"> =>
  change(
    [
      operation("customer", "add", [
        el("gen_info", [
          el("cname", client.company),
          el("pname", client.name),
          el("login", client.login),
          el("passwd", client.password),
          el("status", 0),
          el("email", client.email),
          el("external-id", client.externalId),
          el("description", client.description),
        ]),
      ]),
    ],
    made<"client">(),
  );

export type ClientChanges = Partial<Pick<RemoteClient, "login" | "name" | "company" | "email">>;

/** Changes the fields given, and leaves the others; with none given nothing is sent. A new login is a rename. */
export function updateClient(id: ClientId, { login, name, company, email }: ClientChanges): Call<void, "change"> {
  const fields = [
    optional("cname", company),
    optional("pname", name),
    optional("login", login),
    optional("email", email),
  ];
  const operations = fields.some((field) => field)
    ? [operation("customer", "set", [only("id", id), el("values", [el("gen_info", fields)])])]
    : [];
  return change(operations, allDone(operations));
}
