import type {
  DomainId,
  MailPreferences,
  RemoteAddress,
  RemoteAlias,
  RemoteClient,
  RemoteDomain,
  RemoteRecord,
} from "@/lib/plesk/objects";
import type { Applied } from "./apply";
import type { ClientCase, DomainCase } from "./cases";
import { plainAddress, type SeenRecord, same } from "./facts";
import type { Operation } from "./operations";
import type { AddressRow, Pair } from "./world";

/** What is new on the mail server and must be read in full before the next decision. */
export interface ToRead {
  domains: { id: DomainId; c: DomainCase }[];
}

/**
 * Folds what an operation's read-back showed into the case, so that the next decision is made from what is, and notes
 * what we wrote, so that later runs can tell our values from other people's.
 */
export function learn(
  applied: Extract<Applied, { result: "settled" }>,
  c: ClientCase | DomainCase,
  pair: Pair,
  toRead: ToRead,
): void {
  const { operation, found } = applied;
  c.dirty = true;
  switch (operation.kind) {
    case "create-client":
    case "update-client":
      learnClient(c as ClientCase, found as RemoteClient);
      break;
    case "create-domain":
    case "create-site":
      toRead.domains.push({ id: found as DomainId, c: c as DomainCase });
      learnCreated(c as DomainCase, operation, applied.changed);
      break;
    case "rename-domain": {
      const domain = c as DomainCase;
      const remote = found as RemoteDomain;
      if (domain.central) domain.central = { ...domain.central, name: remote.name, ascii: remote.ascii };
      domain.written.name = remote.ascii;
      domain.proof = null;
      break;
    }
    case "set-owner": {
      const domain = c as DomainCase;
      const { owner } = found as RemoteDomain;
      if (domain.central) domain.central = { ...domain.central, owner };
      domain.written.owner = owner;
      break;
    }
    case "create-alias":
    case "set-alias": {
      const domain = c as DomainCase;
      if (domain.central) domain.central = { ...domain.central, aliases: found as RemoteAlias[] };
      domain.proof = null;
      break;
    }
    case "mail-service":
    case "catch-all":
      learnPreferences(c as DomainCase, operation, found as MailPreferences);
      break;
    case "create-address":
    case "update-address":
      learnAddress(c as DomainCase, operation, found as RemoteAddress, applied.changed);
      break;
    case "add-mail-aliases":
      learnMailAliases(c as DomainCase, operation, found as RemoteAddress);
      break;
    case "add-mx":
    case "remove-mx":
      learnRecords(c as DomainCase, operation.name, found as RemoteRecord[], pair);
  }
}

function learnClient(c: ClientCase, client: RemoteClient): void {
  c.central = client;
  const { login, name, company, email } = client;
  c.written = { login, name, company, email };
}

function learnCreated(
  c: DomainCase,
  operation: Extract<Operation, { kind: "create-domain" | "create-site" }>,
  changed: boolean,
): void {
  c.written.name = operation.ascii;
  c.written.mailService = false;
  // One that was found, not made, may have been given to somebody else since: that is not what we wrote.
  if (operation.kind === "create-domain" && changed) c.written.owner = operation.owner;
}

function learnPreferences(
  c: DomainCase,
  operation: Extract<Operation, { kind: "mail-service" | "catch-all" }>,
  mail: MailPreferences,
): void {
  const side = operation.side;
  const seen = c[side];
  if (seen) c[side] = { ...seen, mail };
  if (operation.kind === "catch-all") {
    c.written.catchAll = mail.catchAll;
    c.proof = null;
    return;
  }
  if (side === "source") c.written.homeMailOff = !operation.on;
  else c.written.mailService = operation.on;
  c.proof = null;
  c.proofHome = null;
}

function learnAddress(
  c: DomainCase,
  operation: Extract<Operation, { kind: "create-address" | "update-address" }>,
  found: RemoteAddress,
  changed: boolean,
): void {
  const row = learnFound(c, operation.side, found);
  if (!row) return;
  const made = operation.kind === "create-address" && changed && found.mailbox !== null && operation.password === null;
  row.needsPassword = made || row.needsPassword;
  // An address that was there before us was not written by us, whatever it looks like.
  const plain = plainAddress(found);
  if (changed || same(plain, plainAddress(operation.address))) row.written = plain;
}

/** Of all that the address is at home only its new aliases count as ours; the rest may be somebody's change. */
function learnMailAliases(
  c: DomainCase,
  { side, aliases }: Extract<Operation, { kind: "add-mail-aliases" }>,
  found: RemoteAddress,
): void {
  const row = learnFound(c, side, found);
  if (!row) return;
  const { written } = row;
  if (same(row.source, row.central)) row.written = row.source;
  else if (written) row.written = { ...written, aliases: [...new Set([...written.aliases, ...aliases])].sort() };
}

/** The address as it is there now. */
function learnFound(c: DomainCase, side: "source" | "central", found: RemoteAddress): AddressRow | null {
  const seen = c[side];
  if (!seen) return null;
  const others = seen.addresses.filter((address) => address.name !== found.name);
  c[side] = { ...seen, addresses: [...others, found].sort((a, b) => (a.name < b.name ? -1 : 1)) };
  const row: AddressRow = c.rows.get(found.name) ?? {
    name: found.name,
    source: null,
    central: null,
    written: null,
    needsPassword: false,
    missingSince: null,
  };
  row[side] = plainAddress(found);
  c.rows.set(found.name, row);
  c.rowsDirty = true;
  c.proof = null;
  c.proofHome = null;
  return row;
}

/** Puts the MX records that were just read into the zone of that name. */
export function learnRecords(c: DomainCase, zoneName: string, found: readonly RemoteRecord[], pair: Pair): void {
  if (!c.source) return;
  const zones = c.source.zones.map((zone) => {
    if (zone.ascii !== zoneName) return zone;
    const mx: SeenRecord[] = found
      .filter((record) => record.host === zone.ascii)
      .map((record) => ({
        id: record.id,
        host: record.value,
        preference: Number(record.option) || 0,
        target:
          record.value === pair.central.mxHost
            ? "central"
            : (zone.mx.find((known) => known.host === record.value)?.target ?? "home"),
      }));
    return { ...zone, mx };
  });
  c.source = { ...c.source, zones };
  c.publicMx = null;
}
