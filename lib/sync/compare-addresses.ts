import type { Address } from "@/lib/plesk/objects";
import type { DomainCase, Problem } from "./cases";
import { plainAddress, same } from "./facts";
import { disputed, type Finding, finding } from "./findings";
import type { Operation } from "./operations";
import { goesHome } from "./stages";
import type { Pair } from "./world";

export function compareAddresses(c: DomainCase, pair: Pair): Finding[] {
  const { source, central, account } = c;
  if (!source || !central) return [];
  const findings: Finding[] = [];
  const there = new Map(central.addresses.map((address) => [address.name, address]));
  const settled = account.stage === "assigned" || account.stage === null || goesHome(account.stage);
  // On the way home an answer is about how it goes home; what was made on the mail server is made at home too.
  const enforce = account.solution === "enforce" && !goesHome(account.stage);
  for (const address of source.addresses) {
    const wanted = plainAddress(address);
    const found = there.get(address.name);
    const written = c.rows.get(address.name)?.written ?? null;
    const shown = `${address.name}@${source.name}`;
    const base = { accountId: account.id, side: "central", domain: central.id, at: source.name } as const;
    if (!found) {
      // Whoever manages the mailbox on the mail server may have removed it; from assigned on that is theirs to do.
      if (written && settled) continue;
      const reason = `new on ${pair.source.name}`;
      findings.push(
        finding("addresses", shown, "", reason, {
          ...base,
          kind: "create-address",
          reason,
          address: wanted,
          password: address.password,
        }),
      );
      continue;
    }
    const present = plainAddress(found);
    if (same(wanted, present)) continue;
    const sourceChanged = !written || !same(wanted, written);
    const centralChanged = !written || !same(present, written);
    // Whoever asks for home's values may not know of an alias that was made there since; its mail would be refused.
    const born = present.aliases.filter((alias) => ![wanted, written].some((known) => known?.aliases.includes(alias)));
    const writtenOver = enforce && born.length === 0;
    if (!sourceChanged && !writtenOver) continue;
    if (sourceChanged && centralChanged && !writtenOver) {
      const conflict = disputed("addresses", describe(wanted), describe(present), shown);
      findings.push(born.length > 0 ? { ...conflict, problem: aliasThere(shown, born, pair) } : conflict);
      continue;
    }
    const reason = `changed on ${pair.source.name}`;
    const operation: Operation = { ...base, kind: "update-address", reason, address: wanted, asSeen: present };
    findings.push(finding("addresses", `${shown}: ${describe(wanted)}`, describe(present), reason, operation));
  }
  return findings;
}

/** Home's values can't be written over it: a person decides first what becomes of the alias. */
function aliasThere(address: string, aliases: readonly string[], pair: Pair): Problem {
  const [web, mail] = [pair.source.name, pair.central.name];
  return {
    code: "changed-on-both-sides",
    detail: `${address}: ${mail} also takes mail for its alias ${aliases.join(", ")}, which ${web} does not have. Add it on ${web}, or remove it on ${mail}; until then the address is left as it is.`,
  };
}

function describe(address: Address): string {
  const parts: string[] = [];
  if (address.mailbox)
    parts.push(
      address.mailbox.quota < 0 ? "mailbox, unlimited" : `mailbox, ${Math.round(address.mailbox.quota / 1048576)} MB`,
    );
  if (address.forwards) parts.push(`forward to ${address.forwards.join(", ")}`);
  if (address.aliases.length > 0) parts.push(`aliases ${address.aliases.join(", ")}`);
  if (address.autoresponder?.enabled) parts.push("autoresponder");
  return parts.join("; ") || "nothing";
}
