import { mailAtHome } from "./at-home";
import type { DomainCase } from "./cases";
import { addMx } from "./decide-switch";
import { overtime, runsOut, surely } from "./drain";
import { isUnmoved } from "./drift";
import { mailZones } from "./facts";
import { type MxView, mxView, stillRecorded, zonesOfNames } from "./mx";
import type { Operation } from "./operations";
import { advanceOn, askAgain, type Context, problem, REST, type Step, timeUnknown } from "./steps";
import type { Account } from "./world";

/**
 * Both servers accept until the old MX has run out of every cache. That time begins when MX is seen to be right, and
 * anew when somebody has changed it meanwhile; until then `stageUntil` is null.
 */
export function drain(c: DomainCase, context: Context): Step {
  const until = surely(c, context);
  const blind = timeUnknown(context);
  if (until === undefined) return astray(c, context) ?? blind ?? advanceOn(c, "mx-right", runsOut(c, context));
  if (changedAtHome(c)) {
    if (c.publicMx === null) return { do: "check", check: "name-servers" };
    if (views(c, context).some((view) => !view.onlyCentral)) return advanceOn(c, "mx-astray");
  }
  if (blind) return blind;
  if (context.now < until)
    return {
      do: "wait",
      waiting: `The old MX may still be in caches; both servers accept.${overtime(c, context)}`,
      until,
    };
  return advanceOn(c, "drained");
}

/** The last look before local mail goes off: MX must still name the mail server alone, at every name server. */
export function close(c: DomainCase, context: Context): Step {
  const { source } = c;
  if (!source) return REST;
  if (!source.mail.service) return closed(c, context);
  if (context.homeLosesMail) return { do: "wait", waiting: context.homeLosesMail, until: null };
  if (c.publicMx === null) return { do: "check", check: "name-servers" };
  const seen = views(c, context);
  const unheard = unsure(seen, context);
  if (unheard) return unheard;
  if (seen.some((view) => !view.onlyCentral)) return advanceOn(c, "mx-astray");
  const unlisted = stillRecorded(c, mailZones(source));
  if (unlisted !== null)
    return problem(
      "changed-by-someone",
      `${context.pair.source.name} no longer lists ${unlisted}, but its MX still leads there. Local mail stays on until it does not.`,
    );
  const operation: Operation = {
    kind: "mail-service",
    side: "source",
    accountId: c.account.id,
    reason: "MX names the mail server and the old one has run out of every cache",
    domain: source.id,
    name: source.name,
    on: false,
    heardAt: c.heardAt,
    asSeen: mailAtHome(source),
  };
  return { do: "operations", operations: [operation] };
}

/** Why MX is not known to be right; null when every name server names the mail server alone. */
function astray(c: DomainCase, context: Context): Step | null {
  if (c.publicMx === null) return { do: "check", check: "name-servers" };
  const seen = views(c, context);
  const unheard = unsure(seen, context);
  if (unheard) return unheard;
  const stray = seen.find((view) => !view.onlyCentral);
  if (!stray) return null;
  if (c.account.solution === "enforce" || isUnmoved(c, stray.zone)) return advanceOn(c, "mx-reclaimed");
  return problem(
    "changed-by-someone",
    `${stray.zone.ascii}: ${stray.behind} Local mail stays on until MX names ${context.pair.central.mxHost} alone.`,
  );
}

function unsure(seen: readonly MxView[], context: Context): Step | null {
  const unasked = seen.find((view) => view.unasked);
  if (unasked) return askAgain(`${unasked.zone.ascii}: ${unasked.unasked}`, context.now);
  const silent = seen.find((view) => view.failed);
  return silent
    ? problem(
        "name-servers-disagree",
        `${silent.zone.ascii}: ${silent.failed} Local mail stays on until its name servers can be asked.`,
      )
    : null;
}

const views = (c: DomainCase, { pair }: Context): MxView[] =>
  c.source ? zonesOfNames(c.source, pair).map((zone) => mxView(c, zone, pair)) : [];

/** The panel no longer has the MX that we wrote. Each look tells that without asking any name server. */
const changedAtHome = (c: DomainCase): boolean =>
  c.source !== null &&
  mailZones(c.source).some(
    (zone) =>
      zone.served &&
      !c.written.elsewhere.includes(zone.part) &&
      (zone.mx.length === 0 || zone.mx.some((mx) => mx.target !== "central")),
  );

/** Some panels take the MX records along when mail goes off, or even the mailboxes: both are looked for at once. */
function closed(c: DomainCase, context: Context): Step {
  const { source } = c;
  if (!source) return REST;
  const bare = mailZones(source).filter((zone) => !c.written.elsewhere.includes(zone.part) && zone.mx.length === 0);
  if (bare.length > 0) return { do: "operations", operations: bare.map((zone) => addMx(c, { zone }, context)) };
  if (lostMail(c.account) || c.lostAtHome)
    return problem(
      LOST,
      `${context.pair.source.name} removed mailboxes of ${source.name} when its mail was switched off. They are on ${context.pair.central.name}. No other domain's mail is switched off there.`,
    );
  return advanceOn(c, "local-off");
}

/** A panel that loses mailboxes when mail is switched off: found out with the first domain, never tried on a second. */
export const LOST = "mailboxes-gone";

/** It lost mailboxes, and no person has looked and said that its server goes on. */
export const lostMail = ({ problem, solution }: Account): boolean => problem === LOST && solution !== "enforce";
