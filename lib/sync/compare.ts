import { type DomainCase, externalId } from "./cases";
import { compareAddresses } from "./compare-addresses";
import { compareOwner } from "./compare-owner";
import { wasNamed } from "./drain";
import { same, showCatchAll } from "./facts";
import { disputed, type Finding, finding, someone, suspendedThere } from "./findings";
import type { Operation } from "./operations";
import { goesHome } from "./stages";
import type { Pair } from "./world";

/** How the mail server's domain differs. What is kept away from it because it goes to a third place is no difference. */
export function compareDomain(c: DomainCase, pair: Pair, centralAddress: string): Finding[] {
  const { source, central, account } = c;
  if (!source) return [];
  if (!central) return [createFinding(c, pair, centralAddress)];
  const findings: Finding[] = [];
  const base = { accountId: account.id, side: "central" } as const;
  const enforce = account.solution === "enforce";

  if (source.ascii !== central.ascii) {
    const reason = `renamed on ${pair.source.name}, was ${central.name}`;
    const operation: Operation = {
      ...base,
      kind: "rename-domain",
      reason,
      id: central.id,
      domain: central.kind,
      name: source.name,
      ascii: source.ascii,
    };
    const ours = c.written.name === null || c.written.name === central.ascii || enforce;
    findings.push(
      ours
        ? finding("name", source.name, central.name, reason, operation)
        : someone("name", source.name, central.name, `${central.name} was renamed on the mail server`),
    );
  }

  const owner = compareOwner(c, pair);
  if (owner) findings.push(owner);

  const away = c.problem?.code === "third-place";
  const service = away && !wasNamed(c) ? central.mail.service : wantedService(c);
  if (central.mail.service !== service) {
    const reason = service ? "mail must be on at the mail server" : `mail is off on ${pair.source.name}`;
    const operation: Operation = {
      ...base,
      kind: "mail-service",
      reason,
      domain: central.id,
      name: central.name,
      on: service,
      heardAt: service ? null : c.heardAt,
    };
    // A change of ours that nobody has told of may have been it.
    const ours = c.written.mailService !== service || enforce || c.unsettledSince !== null;
    if (service && central.suspended && !wasNamed(c))
      // The mail server's own customers would be refused there, who reach its addresses at home now.
      findings.push(
        suspendedThere(
          "mailService",
          "on",
          "off",
          `${central.name} is suspended on ${pair.central.name}; its mail goes on there once it is not`,
        ),
      );
    else
      findings.push(
        ours
          ? finding("mailService", onOff(service), onOff(!service), reason, service && isBare(c) ? null : operation)
          : someone(
              "mailService",
              onOff(service),
              onOff(!service),
              `Mail of ${central.name} was switched ${onOff(!service)} on the mail server`,
            ),
      );
  }

  const catchAll = compareCatchAll(c, pair);
  if (catchAll) findings.push(catchAll);

  for (const alias of source.aliases) {
    if (!alias.mail || !alias.active || c.heldAliases.has(alias.ascii)) continue;
    if (away && c.leads?.get(alias.ascii)?.to !== "us") continue;
    const there = central.aliases.find((candidate) => candidate.ascii === alias.ascii);
    if (!there && central.suspended) {
      // There it would be local at once, and refused.
      findings.push(
        suspendedThere(
          "aliases",
          alias.name,
          "",
          `${central.name} is suspended on ${pair.central.name}; ${alias.name} is added once it is not`,
        ),
      );
      continue;
    }
    const reason = there ? `mail for the alias is on at ${pair.source.name}` : `alias is new on ${pair.source.name}`;
    if (!there)
      findings.push(
        finding("aliases", alias.name, "", reason, {
          ...base,
          kind: "create-alias",
          reason,
          domain: central.id,
          name: alias.name,
          ascii: alias.ascii,
        }),
      );
    else if (!there.mail)
      findings.push(
        finding("aliases", `${alias.name} with mail`, `${alias.name} without mail`, reason, {
          ...base,
          kind: "set-alias",
          reason,
          domain: central.id,
          alias: there.id,
          name: alias.name,
          mail: true,
        }),
      );
  }
  findings.push(...compareAddresses(c, pair));
  return findings;
}

/**
 * Some of its addresses are not on the mail server yet. Once its mail is on there, the mail server keeps what its own
 * customers write to it, so it must not be on before it knows whom they may write to. A panel that makes no addresses
 * while mail is off leaves no other way.
 */
function isBare(c: DomainCase): boolean {
  const { source, central } = c;
  if (!source || !central || c.mailFirst || c.written.switchedAt !== null) return false;
  const names = new Set(central.addresses.map((address) => address.name));
  const aliases = new Set(central.aliases.map((alias) => alias.ascii));
  return (
    source.addresses.some((address) => !names.has(address.name)) ||
    source.aliases.some((alias) => alias.mail && alias.active && !aliases.has(alias.ascii))
  );
}

/** Mail is on at the mail server when it is on at home, or when we have taken it over. */
export function wantedService(c: DomainCase): boolean {
  const { stage } = c.account;
  if (goesHome(stage)) return c.central?.mail.service ?? true;
  const taken = c.written.switchedAt !== null || c.written.homeMailOff || stage === "switching";
  return taken || (c.source?.mail.service ?? false);
}

function createFinding(c: DomainCase, pair: Pair, ipAddress: string): Finding {
  const { source, account } = c;
  if (!source) throw new Error("only a domain that was seen is created");
  const reason = `new on ${pair.source.name}`;
  const base = { accountId: account.id, side: "central", name: source.name, ascii: source.ascii, reason } as const;
  let operation: Operation | null = null;
  if (source.kind === "site") {
    const subscription = c.parent?.central?.id;
    if (subscription) operation = { ...base, kind: "create-site", subscription };
  } else if (!c.owner || c.owner.central) {
    operation = {
      ...base,
      kind: "create-domain",
      externalId: externalId(pair, account),
      owner: c.owner?.central?.id ?? null,
      ipAddress,
    };
  }
  return finding("account", source.name, "", reason, operation);
}

function compareCatchAll(c: DomainCase, pair: Pair): Finding | null {
  const { source, central, written, account } = c;
  if (!source || !central || same(source.mail.catchAll, central.mail.catchAll)) return null;
  const sourceChanged = !written.catchAll || !same(source.mail.catchAll, written.catchAll);
  const centralChanged = written.catchAll !== null && !same(central.mail.catchAll, written.catchAll);
  const values = [showCatchAll(source.mail.catchAll), showCatchAll(central.mail.catchAll)] as const;
  if (!sourceChanged && account.solution !== "enforce") return null;
  if (centralChanged && account.solution !== "enforce")
    return disputed("catchAll", ...values, `unknown addresses of ${source.name}`);
  const reason = written.catchAll ? `changed on ${pair.source.name}` : `as on ${pair.source.name}`;
  return finding("catchAll", ...values, reason, {
    kind: "catch-all",
    side: "central",
    accountId: account.id,
    reason,
    domain: central.id,
    name: central.name,
    value: source.mail.catchAll,
  });
}

const onOff = (value: boolean) => (value ? "on" : "off");
