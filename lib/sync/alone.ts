import type { ClientCase, DomainCase } from "./cases";

/**
 * The accounts that a person wishes synchronized by themselves, and what these cannot do without where it is not on the
 * mail server yet: a domain's client, a site's main domain.
 */
export function wantedAlone(cases: readonly (ClientCase | DomainCase)[]): Set<ClientCase | DomainCase> {
  const alone = new Set<ClientCase | DomainCase>();
  const want = (c: ClientCase | DomainCase) => {
    alone.add(c);
    if (!("snapshots" in c)) return;
    for (const needed of [c.owner, c.parent]) if (needed && !needed.central) want(needed);
  };
  for (const c of cases) if (c.account.synchronizeWanted !== null) want(c);
  return alone;
}
