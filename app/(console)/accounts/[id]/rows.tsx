import type { ReactNode } from "react";
import type { Account } from "@/db/account";
import { counted } from "@/lib/format";
import {
  type ClientFacts,
  catchAllWords,
  clientFacts,
  type DomainFacts,
  domainFacts,
  isKeptAway,
  mxWords,
  nothingMoved,
} from "./facts";

/** One line of the comparison: what each side says, and whether that is as it should be. */
export interface FieldRow {
  field: string;
  title: string;
  source: ReactNode;
  central: ReactNode;
  /** What to say when no difference is recorded for the field. */
  verdict: "same" | "changed there" | "unlike" | "derived" | "as wanted" | "in both" | "not yet" | "kept off" | "left";
}

/** What a field holds, in words; some hold several, one a line. */
type Words = string | readonly string[];

/** Suspension is followed by refusing the client's sign-in; suspending anything on the mail server would refuse mail. */
const receiving = { central: "keeps receiving; sign-in is refused", verdict: "as wanted" } as const;

const none = <span className="text-faint">–</span>;
const state = (suspended: boolean) => (suspended ? "suspended" : "active");
const lines = (values: readonly string[]) =>
  values.length === 0 ? (
    <span className="text-faint">none</span>
  ) : (
    values.map((value) => (
      <span key={value} className="block">
        {value}
      </span>
    ))
  );

const shown = (words: Words | null): ReactNode =>
  typeof words === "string" ? words || none : words === null ? none : lines(words);

/** Same is what reads the same. What does not, and is no difference either, is left as it is: `otherwise` says why. */
function compare(
  field: string,
  title: string,
  source: Words | null,
  central: Words | null,
  otherwise: "changed there" | "unlike" = "unlike",
): FieldRow {
  const alike = String(source) === String(central);
  const verdict = central === null ? "not yet" : alike ? "same" : otherwise;
  return { field, title, source: shown(source), central: shown(central), verdict };
}

/**
 * Of a field that is held against what was written last. While its server is assigned, one that is no difference was
 * changed on the mail server; on the way back nothing is compared.
 */
const heldAgainst = ({ wish, stage }: Account) =>
  wish === "assigned" && stage !== "closed" ? "changed there" : "unlike";

/** A login that was taken on the mail server is cut there, with the id of its Plesk server behind it. */
function isDerived(there: string, login: string, serverId: number): boolean {
  const stem = new RegExp(`^(.+)_w${serverId}(_\\d)?$`).exec(there)?.[1];
  return there !== login && stem !== undefined && login.startsWith(stem);
}

export function fieldRows(account: Account): FieldRow[] {
  if (account.kind === "client") return clientRows(account, clientFacts(account.source), clientFacts(account.central));
  return domainRows(account, domainFacts(account.source), domainFacts(account.central));
}

function clientRows(account: Account, source: ClientFacts | null, central: ClientFacts | null): FieldRow[] {
  const row = (field: "login" | "name" | "company" | "email", title: string): FieldRow =>
    compare(field, title, source?.[field] ?? null, central?.[field] ?? null, heldAgainst(account));
  const derived = central && source && isDerived(central.login, source.login, account.serverId);
  return [
    { ...row("login", "Login"), ...(derived ? { verdict: "derived" as const } : {}) },
    row("name", "Name"),
    row("company", "Company"),
    row("email", "E-mail"),
    {
      ...compare("suspended", "Status", source && state(source.suspended), central && state(central.suspended)),
      ...(source?.suspended && central ? receiving : {}),
    },
  ];
}

function domainRows(account: Account, source: DomainFacts | null, central: DomainFacts | null): FieldRow[] {
  const row = (field: string, title: string, words: (facts: DomainFacts) => Words): FieldRow =>
    compare(field, title, source && words(source), central && words(central));
  const owner = (facts: DomainFacts) => facts.owner ?? "administrator";
  const derived = central && source && isDerived(owner(central), owner(source), account.serverId);
  const zones = source?.zones ?? [];
  const mx = zones.map((zone) => {
    const words = zone.mx.map(mxWords).join(", ") || "no MX";
    return zones.length > 1 ? `${zone.name}: ${words}` : words;
  });
  const kept = isKeptAway(account);
  const stays = kept || nothingMoved(account);
  const served = zones.some((zone) => zone.mx.some((each) => each.host === account.mxHost));
  return [
    row("name", "Name", (facts) => facts.name),
    { ...row("owner", "Client", owner), ...(derived ? { verdict: "derived" as const } : {}) },
    { ...row("suspended", "Status", (facts) => state(facts.suspended)), ...(source?.suspended ? receiving : {}) },
    {
      ...row("mailService", "Mail service", (facts) => (facts.mailService ? "on" : "off")),
      verdict: !central
        ? "not yet"
        : kept
          ? "kept off"
          : source?.mailService && central.mailService
            ? "in both"
            : "as wanted",
    },
    {
      field: "mx",
      title: "MX",
      source: zones.length > 0 ? lines(mx) : none,
      central: account.mxHost && !stays ? <span className="text-faint">wanted: 10 {account.mxHost}</span> : none,
      verdict: kept ? "left" : served || stays ? "as wanted" : "not yet",
    },
    row("aliases", "Aliases", ({ aliases }) => aliases.flatMap(({ name, mail }) => (mail ? [name] : [])).sort()),
    row(
      "addresses",
      "Addresses",
      ({ addresses }) =>
        `${counted(addresses.mailboxes, "mailbox", "mailboxes")}, ${counted(addresses.forwards, "forward")}`,
    ),
    compare(
      "catchAll",
      "Unknown addresses",
      source && catchAllWords(source.catchAll),
      central && catchAllWords(central.catchAll),
      heldAgainst(account),
    ),
  ];
}
