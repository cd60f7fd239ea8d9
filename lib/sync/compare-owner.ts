import type { ClientId } from "@/lib/plesk/objects";
import type { ClientCase, DomainCase } from "./cases";
import { disputed, type Finding, finding, someone } from "./findings";
import type { Operation } from "./operations";
import type { Pair } from "./world";

/**
 * Who owns a main domain: a site follows its own. Clients of the two servers are paired by account, so a client whose
 * login is another one on the mail server is the same owner.
 */
export function compareOwner(c: DomainCase, pair: Pair): Finding | null {
  const { source, central, written, account } = c;
  if (source?.kind !== "main" || central?.kind !== "main") return null;
  const there = c.owner ? c.owner.central : null;
  if (there !== null && there.id === central.owner) return null;
  if (!c.owner && central.owner === null) return null;
  const login = c.owner?.source?.login ?? null;
  const values = [login ?? "administrator", ownerThere(c) ?? "administrator"] as const;
  const reason = `given to ${inWords(login)} on ${pair.source.name}`;
  // Until its new owner is there, it stays with the old one and goes on receiving.
  if (c.owner && !there) return finding("owner", ...values, reason, null);
  const wanted = there?.id ?? null;
  const ours = written.owner === undefined || written.owner === central.owner || account.solution === "enforce";
  if (!ours && written.owner === wanted)
    return someone("owner", ...values, `${central.name} was given to ${inWords(ownerThere(c))} on the mail server`);
  if (!ours) return disputed("owner", ...values, `${source.name}: its client`);
  const operation: Operation = {
    kind: "set-owner",
    side: "central",
    accountId: account.id,
    reason,
    id: central.id,
    name: central.name,
    owner: wanted,
    to: inWords(there?.login ?? null),
  };
  return finding("owner", ...values, reason, operation);
}

const inWords = (login: string | null): string => (login === null ? "the administrator" : `client ${login}`);

/** Notes whose a domain is on the mail server, if one of this assigned server's clients', by their ids there. */
export function noteOwner(c: DomainCase, clients: ReadonlyMap<ClientId, ClientCase>): void {
  const { central, written } = c;
  if (central?.kind !== "main") return;
  const owner = central.owner === null ? null : (clients.get(central.owner) ?? null);
  c.loginThere = owner?.central?.login ?? null;
  // Alike without our having noted it: a change of ours whose note was lost, or nothing to write.
  if (written.owner !== undefined || !c.source || owner !== c.owner || (central.owner !== null && !owner)) return;
  written.owner = central.owner;
  c.dirty = true;
}

/** The login of a domain's owner on the mail server, or what stands for it; null is the administrator. */
export function ownerThere(c: DomainCase): string | null {
  const main = c.source?.kind === "site" ? c.parent : c;
  const id = main?.central?.owner ?? null;
  if (!main || id === null) return null;
  const { owner } = main;
  return owner?.central?.id === id ? owner.central.login : (main.loginThere ?? `number ${id} of the mail server`);
}
