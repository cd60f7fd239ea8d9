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
  verdict: "same" | "derived" | "as wanted" | "in both" | "not yet" | "kept off" | "left";
}

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

export function fieldRows(account: Account): FieldRow[] {
  if (account.kind === "client") return clientRows(clientFacts(account.source), clientFacts(account.central));
  return domainRows(account, domainFacts(account.source), domainFacts(account.central));
}

function clientRows(source: ClientFacts | null, central: ClientFacts | null): FieldRow[] {
  const row = (field: "login" | "name" | "company" | "email", title: string): FieldRow => ({
    field,
    title,
    source: source?.[field] || none,
    central: central?.[field] || none,
    verdict: central ? "same" : "not yet",
  });
  const derived = central && source && central.login !== source.login;
  return [
    { ...row("login", "Login"), ...(derived ? { verdict: "derived" as const } : {}) },
    row("name", "Name"),
    row("company", "Company"),
    row("email", "E-mail"),
    {
      field: "suspended",
      title: "Status",
      source: source ? state(source.suspended) : none,
      central: central ? state(central.suspended) : none,
      verdict: central ? "same" : "not yet",
      ...(source?.suspended && central ? receiving : {}),
    },
  ];
}

function domainRows(account: Account, source: DomainFacts | null, central: DomainFacts | null): FieldRow[] {
  const row = (field: string, title: string, show: (facts: DomainFacts) => ReactNode): FieldRow => ({
    field,
    title,
    source: source ? show(source) : none,
    central: central ? show(central) : none,
    verdict: central ? "same" : "not yet",
  });
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
    row("owner", "Client", (facts) => facts.owner ?? "administrator"),
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
    row("aliases", "Aliases", (facts) => lines(facts.aliases.filter((each) => each.mail).map((each) => each.name))),
    row(
      "addresses",
      "Addresses",
      ({ addresses }) =>
        `${counted(addresses.mailboxes, "mailbox", "mailboxes")}, ${counted(addresses.forwards, "forward")}`,
    ),
    row("catchAll", "Unknown addresses", (facts) => catchAllWords(facts.catchAll)),
  ];
}
