import { type ClientCase, externalId } from "./cases";
import { disputed, type Finding, finding } from "./findings";
import type { Operation } from "./operations";
import type { Pair } from "./world";

export function compareClient(c: ClientCase, pair: Pair): Finding[] {
  const { source, central, account } = c;
  if (!source) return [];
  const web = pair.source.name;
  if (!central) {
    const login = derivedLogin(source.login, pair.source.id, c.loginsTaken);
    const reason = c.loginsTaken > 0 ? `login ${source.login} is taken; gets a derived one` : `new on ${web}`;
    const { name, company, email } = source;
    return [
      finding("account", source.login, "", reason, {
        kind: "create-client",
        side: "central",
        accountId: account.id,
        reason,
        externalId: externalId(pair, account),
        login,
        name,
        company,
        email,
      }),
    ];
  }
  const findings: Finding[] = [];
  for (const field of ["login", "name", "company", "email"] as const) {
    const written = c.written[field];
    const derived = field === "login" && isDerived(central.login, source.login, pair.source.id);
    if (source[field] === central[field] || derived) continue;
    const ours = written === undefined || written === central[field] || account.solution === "enforce";
    const theirs =
      written === source[field] || (field === "login" && isDerived(written ?? "", source.login, pair.source.id));
    if (!ours && theirs) continue;
    const reason = field === "login" ? `renamed on ${web}, was ${central.login}` : `${field} changed on ${web}`;
    const operation: Operation = {
      kind: "update-client",
      side: "central",
      accountId: account.id,
      reason,
      id: central.id,
      values: { [field]: source[field] },
    };
    findings.push(
      ours
        ? finding(field, source[field], central[field], reason, operation)
        : disputed(field, source[field], central[field], `${source.login}: ${field}`),
    );
  }
  return findings;
}

/** Logins that the mail server has for someone else: ours gets the assigned server's id, then a number. */
export function derivedLogin(login: string, serverId: number, taken: number): string {
  if (taken === 0) return login;
  const suffix = taken === 1 ? `_w${serverId}` : `_w${serverId}_${taken}`;
  return `${login.slice(0, Math.max(1, 20 - suffix.length))}${suffix}`;
}

const isDerived = (login: string, from: string, serverId: number) =>
  Array.from({ length: 9 }, (_, taken) => derivedLogin(from, serverId, taken + 1)).includes(login);
