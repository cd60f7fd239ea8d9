import { meansMissing } from "./assumptions";
import { allDone, type Call, change, everything, filters, idIn, list, one, only, operation, read } from "./call";
import { asciiName } from "./domains";
import { child, type Element, filled, flag, perhapsText, whole } from "./element";
import type { AliasId, DomainId, RemoteAlias } from "./objects";
import { el, type XmlNode } from "./xml";

const getAliases = (filter: XmlNode) => operation("site-alias", "get", [filter]);

/** All domain aliases of the panel. */
export const aliases = (): Call<RemoteAlias[], "read"> => read([getAliases(everything)], list(decodeAlias));

/** The aliases of these domains. A domain that does not exist has none. No ids: not sent. */
export const aliasesOf = (ids: readonly DomainId[]): Call<RemoteAlias[], "read"> =>
  read(filters("site-id", ids).map(getAliases), list(decodeAlias, meansMissing));

function decodeAlias(result: Element): RemoteAlias {
  const info = child(result, "info");
  const name = filled(info, "name").toLowerCase();
  return {
    id: idIn(result, "id"),
    domain: idIn(info, "site-id"),
    name,
    ascii: perhapsText(info, "ascii-name")?.toLowerCase() || asciiName(name),
    mail: flag(child(info, "pref"), "mail"),
    dns: flag(info, "manage-dns"),
    active: whole(info, "status") === 0,
  };
}

export interface NewAlias {
  domain: DomainId;
  name: string;
  mail: boolean;
  /** Does its zone follow the domain's. */
  dns: boolean;
}

/** Makes an alias of a domain, for mail only: not for its website. */
export const createAlias = ({ domain, name, mail, dns }: NewAlias): Call<{ id: AliasId }, "change"> =>
  change(
    [
      operation("site-alias", "create", [
        el("pref", [el("web", false), el("mail", mail)]),
        el("manage-dns", dns),
        el("site-id", domain),
        el("name", name),
      ]),
    ],
    one((result) => ({ id: idIn<"alias">(result, "id") })),
  );

/** Switches an alias' mail. */
export function setAlias(id: AliasId, { mail }: { mail: boolean }): Call<void, "change"> {
  const settings = el("settings", [el("pref", [el("mail", mail)])]);
  const operations = [operation("site-alias", "set", [only("id", id), settings])];
  return change(operations, allDone(operations));
}
