import { hostName, meansMissing } from "./assumptions";
import {
  type Call,
  change,
  filters,
  idIn,
  isBlank,
  list,
  listOf,
  type Operation,
  one,
  only,
  operation,
  read,
} from "./call";
import { child, type Element, filled, flag, Malformed, perhaps, perhapsText, text, whole } from "./element";
import type { RecordId, RemoteRecord, RemoteZone, ZoneOwner } from "./objects";
import { el, type XmlNode } from "./xml";

/** The zones of these owners, all different; an owner without a zone has no entry. No owners: not sent. */
export const zones = (owners: readonly ZoneOwner[]): Call<RemoteZone[], "read"> =>
  read(
    forOwners(owners, (filter) => operation("dns", "get", [filter, el("soa")])),
    listOf(owners.length, decodeZone, meansMissing),
  );

/**
 * The records of these owners' zones, of all types or of those in `only`. An owner without a zone has no records:
 * `zones` tells whether there is one. No owners: not sent.
 */
export function records(owners: readonly ZoneOwner[], types?: readonly string[]): Call<RemoteRecord[], "read"> {
  const kept = types && new Set(types);
  return read(
    forOwners(owners, (filter) => operation("dns", "get_rec", [filter])),
    list((result) => {
      const data = child(result, "data");
      const type = filled(data, "type").toUpperCase();
      return kept && !kept.has(type) ? undefined : decodeRecord(result, data, type);
    }, meansMissing),
  );
}

/** One filter holds domains or aliases, never both. */
function forOwners(owners: readonly ZoneOwner[], make: (filter: XmlNode) => Operation): Operation[] {
  const domains = owners.flatMap((owner) => ("domain" in owner ? [owner.domain] : []));
  const aliases = owners.flatMap((owner) => ("alias" in owner ? [owner.alias] : []));
  return [...filters("site-id", domains), ...filters("site-alias-id", aliases)].map(make);
}

function ownerIn(element: Element): ZoneOwner {
  if (perhaps(element, "site-id")) return { domain: idIn(element, "site-id") };
  return { alias: idIn(element, "site-alias-id") };
}

function decodeZone(result: Element): RemoteZone {
  const kind = text(result, "zone_type");
  const state = text(result, "zone_status");
  if (kind !== "master" && kind !== "slave") throw new Malformed("<zone_type> is neither master nor slave");
  if (state !== "enabled" && state !== "disabled") throw new Malformed("<zone_status> is neither enabled nor disabled");
  return { owner: ownerIn(result), ttl: whole(child(result, "soa"), "ttl"), kind, enabled: state === "enabled" };
}

const pointsToHost = new Set(["MX", "NS", "CNAME"]);

function decodeRecord(result: Element, data: Element, type: string): RemoteRecord {
  const value = text(data, "value");
  return {
    id: idIn(result, "id"),
    owner: ownerIn(data),
    type,
    host: hostName(text(data, "host")),
    value: pointsToHost.has(type) ? hostName(value) : value,
    option: perhapsText(data, "opt") ?? "",
  };
}

export interface NewRecord {
  type: "MX" | "A" | "AAAA" | "CNAME" | "TXT";
  /** Relative to the zone; empty is the zone's own name. */
  host: string;
  value: string;
  /** MX: the preference. */
  option: string;
}

/**
 * Adds a record to one zone. Whether an equal one is refused (`exists`) or doubled differs: read first. Without an
 * owner the panel would put the record into the template of all future zones; here an owner cannot be left out.
 */
export const addRecord = (owner: ZoneOwner, record: NewRecord): Call<{ id: RecordId }, "change"> =>
  change(
    [
      operation("dns", "add_rec", [
        "domain" in owner ? el("site-id", owner.domain) : el("site-alias-id", owner.alias),
        el("type", record.type),
        el("host", record.host),
        el("value", record.value),
        el("opt", record.option),
      ]),
    ],
    one((result) => ({ id: idIn<"record">(result, "id") })),
  );

/** Removes one record by its id. One that is gone already counts as removed. */
export const removeRecord = (id: RecordId): Call<void, "change"> =>
  change(
    [operation("dns", "del_rec", [only("id", id)])],
    one(
      (result) => {
        if (isBlank(result) || idIn(result, "id") !== id)
          throw new Malformed(`another record than ${id} was answered for`);
      },
      { value: undefined },
    ),
  );

/** Is the server's own DNS service out of use, so that its zones are not what the world sees? */
export const remoteDns = (): Call<boolean, "read"> =>
  read(
    [operation("dns", "get-status-remote-dns", [])],
    one((result) => flag(result, "dns-status")),
  );
