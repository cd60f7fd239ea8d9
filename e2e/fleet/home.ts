import type { PleskServer } from "./model";

/** What a person would compare of an assigned server before and after: everything but ids, times and the log. */
export interface Home {
  domains: { name: string; service: string; status: number }[];
  addresses: string[];
  records: string[];
  buttons: string[];
}

export function homeOf(server: PleskServer): Home {
  const nameOf = new Map(server.domains.map((domain) => [domain.id, domain.asciiName]));
  return {
    domains: server.domains.map((d) => ({ name: d.asciiName, service: d.mail.service, status: d.status })),
    addresses: server.mailNames.map((m) => `${m.name}@${nameOf.get(m.domainId)}`).sort(),
    records: server.zones
      .flatMap((zone) => zone.records.map((r) => `${r.host} ${r.type} ${r.opt} ${r.value} ttl ${zone.soa.ttl}`))
      .sort(),
    buttons: server.buttons.map((button) => button.url),
  };
}
