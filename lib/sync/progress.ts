import type { Advance } from "./cases";
import { type Operation, rank, summary } from "./operations";
import { STAGES } from "./stages";
import type { Context } from "./steps";

/** What is being done, for people who watch. */
export function words(operations: readonly { operation: Operation }[], { pair }: Pick<Context, "pair">): string {
  const [first] = operations.map(({ operation }) => operation).sort((a, b) => rank(a) - rank(b));
  if (!first) return "";
  const same = operations.filter(({ operation }) => operation.kind === first.kind).length;
  const where = first.side === "central" ? pair.central.name : pair.source.name;
  return same === 1 ? `${summary(first)} on ${where}` : `${verb(first)} on ${where}`;
}

function verb(operation: Operation): string {
  const names: Record<Operation["kind"], string> = {
    "create-client": "creating clients",
    "update-client": "changing clients",
    "create-domain": "creating domains",
    "create-site": "creating domains",
    "rename-domain": "renaming domains",
    "set-owner": "giving domains to their clients",
    "create-alias": "creating domain aliases",
    "set-alias": "changing domain aliases",
    "mail-service": "switching mail",
    "catch-all": "setting what happens to unknown addresses",
    "create-address": "creating addresses",
    "update-address": "changing addresses",
    "add-mail-aliases": "adding mail aliases",
    "add-mx": "adding MX",
    "remove-mx": "removing MX",
    "create-button": "adding the Mail button",
    "remove-button": "removing the Mail button",
  };
  return names[operation.kind];
}

export function advanceWords(advances: readonly Advance[]): string {
  const [first] = advances;
  return first
    ? `${STAGES[first.to].title.toLowerCase()}: ${first.c.account.name}${advances.length > 1 ? ` and ${advances.length - 1} more` : ""}`
    : "";
}
