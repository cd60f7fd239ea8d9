import { type DomainCase, mailSnapshot, recordedMx, zoneSnapshot } from "./cases";
import { answersName, switchBack } from "./decide-switch-back";
import { mailZones, sameMx, showMx } from "./facts";
import type { Operation } from "./operations";
import { type Context, problem, REST, type Step } from "./steps";

/** The way back: local mail on, proven, recorded MX returned, drained, then switched off (never deleted) centrally. */
export function decideDomainBack(c: DomainCase, context: Context): Step {
  const { stage } = c.account;
  if (stage === "closed") return REST;
  if (stage === null) return { do: "advance", to: "closed", until: null };
  if (!c.source) return withoutHome(c, context);
  switch (stage) {
    case "reopening":
      return reopen(c, context);
    case "proving-home":
      return proveHome(c);
    case "switching-back":
      return switchBack(c, context);
    case "draining-back":
      return drainBack(c, context);
    default:
      throw new Error(`${stage} is not on the way back`);
  }
}

/**
 * Gone from its Plesk server: nothing can be restored there. Mail at the mail server is switched off only once no name
 * server names it any more.
 */
function withoutHome(c: DomainCase, context: Context): Step {
  const { central, account } = c;
  if (!central?.mail.service) return { do: "advance", to: "closed", until: null };
  if (c.publicMx === null) return { do: "check", check: "name-servers" };
  const answer = c.publicMx.get(account.ascii);
  const named =
    answer &&
    "servers" in answer &&
    answer.servers.some((s) => s.mx?.some((mx) => mx.host === context.pair.central.mxHost));
  if (named)
    return problem(
      "missing",
      `${account.name} is gone from ${context.pair.source.name}, but its MX still names ${context.pair.central.mxHost}. Change its MX first; mail stays on until then.`,
    );
  return { do: "operations", operations: [centralOff(c, central.id, central.name)] };
}

function reopen(c: DomainCase, { pair }: Context): Step {
  const { source, central, account } = c;
  if (!source) return REST;
  const recorded = mailSnapshot(c);
  if (!recorded)
    return problem(
      "snapshot-differs",
      `Nothing is recorded of how mail of ${source.name} was before: it is left as it is. Switch its mail on and set its MX by hand, then close it.`,
    );
  if (recorded.mailService && !source.mail.service) {
    if (!c.written.homeMailOff && account.solution !== "enforce")
      return problem(
        "changed-by-someone",
        `Local mail of ${source.name} was switched off by someone else; it was on when recorded.`,
      );
    const operation: Operation = {
      kind: "mail-service",
      side: "source",
      accountId: account.id,
      reason: "as recorded before the move",
      domain: source.id,
      name: source.name,
      on: true,
    };
    return { do: "operations", operations: [operation] };
  }
  const home = new Set(source.addresses.map((address) => address.name));
  const born = (central?.addresses ?? []).filter((address) => !home.has(address.name));
  if (recorded.mailService && born.length > 0)
    return {
      do: "operations",
      operations: born.map((address) => ({
        kind: "create-address",
        side: "source",
        accountId: account.id,
        reason: `made on ${pair.central.name} while it handled the mail`,
        domain: source.id,
        at: source.name,
        address,
        password: address.password,
      })),
    };
  return { do: "advance", to: "proving-home", until: null };
}

function proveHome(c: DomainCase): Step {
  if (!mailSnapshot(c)?.mailService) return { do: "advance", to: "switching-back", until: null };
  if (c.refusedHome === null) return { do: "check", check: "accepts-home" };
  const [first] = c.refusedHome;
  const asleep = c.source?.suspended || c.owner?.source?.suspended;
  if (first && asleep && c.account.solution !== "enforce")
    return problem(
      "suspended-at-home",
      `${c.account.name} is suspended on its Plesk server, which refuses its mail; the mail server takes it. Resume it, or let it go home suspended.`,
    );
  if (!first || asleep) return { do: "advance", to: "switching-back", until: null };
  return problem("not-accepted", `The Plesk server does not take mail for ${first.recipient}: ${first.text}`);
}

function drainBack(c: DomainCase, { now, pair }: Context): Step {
  const until = c.account.stageUntil?.getTime() ?? 0;
  if (now < until) return { do: "wait", waiting: "Our MX may still be in caches; both servers accept.", until };
  const { source, central } = c;
  if (source && c.publicMx === null) return { do: "check", check: "name-servers" };
  const lingering = source && mailZones(source).find((zone) => answersName(c, zone, pair.central.mxHost));
  if (lingering)
    return problem(
      "changed-by-someone",
      `${lingering.ascii}: MX names ${pair.central.mxHost} again. Mail stays on there until it does not.`,
    );
  if (central?.mail.service) return { do: "operations", operations: [centralOff(c, central.id, central.name)] };
  return restored(c) ?? { do: "advance", to: "closed", until: null };
}

/** Field by field against the snapshot, before the account may be called closed. */
function restored(c: DomainCase): Step | null {
  const { source } = c;
  const recorded = mailSnapshot(c);
  if (!source || !recorded || c.account.solution === "enforce") return null;
  const differing: string[] = [];
  if (source.mail.service !== recorded.mailService) differing.push(`mail is ${source.mail.service ? "on" : "off"}`);
  for (const zone of mailZones(source)) {
    const snapshot = zoneSnapshot(c, zone.part);
    if (snapshot && c.written.switchedAt && !sameMx(zone.mx, recordedMx(snapshot, zone.ascii)))
      differing.push(
        `${zone.ascii} has ${zone.mx.map(showMx).join(", ") || "no MX"}, recorded was ${snapshot.mx.map(showMx).join(", ")}`,
      );
  }
  if (differing.length === 0) return null;
  return problem(
    "snapshot-differs",
    `Not exactly as recorded, because someone changed it meanwhile: ${differing.join("; ")}. It is left as it is.`,
  );
}

function centralOff(c: DomainCase, domain: NonNullable<DomainCase["central"]>["id"], name: string): Operation {
  return {
    kind: "mail-service",
    side: "central",
    accountId: c.account.id,
    reason: "its mail is handled at home again; the account stays, switched off",
    domain,
    name,
    on: false,
  };
}
