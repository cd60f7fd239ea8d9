import type { Answer, Question } from "dns-packet";
import type { PleskServer } from "../model";
import {
  delegatedTo,
  isUntold,
  type NameServers,
  outsideContent,
  type PublicZone,
  providerContent,
  type ZoneSource,
} from "./delegation";
import { answersFrom } from "./records";

export const rcodes = { NOERROR: 0, FORMERR: 1, SERVFAIL: 2, NXDOMAIN: 3, REFUSED: 5 } as const;

export interface Reply {
  rcode: keyof typeof rcodes;
  answers: Answer[];
  authorities: Answer[];
}

/** What the world's DNS says: from the zones of the server that the name is delegated to, or from outside it. */
export function answerQuestion(
  servers: readonly PleskServer[],
  question: Question,
  names: NameServers,
  zoneOf: ZoneSource,
): Reply {
  const name = question.name.toLowerCase().replace(/\.$/, "");
  const found = delegatedTo(servers, name, zoneOf);
  if (!found) {
    const provider = providerContent(servers, name, names);
    if (provider) return reply(provider, name, question);
    return nothing(isUntold(servers, name) ? "NXDOMAIN" : "REFUSED");
  }
  const { server, zone } = found;
  if (found.outside) return reply(outsideContent(server, zone), name, question);
  if (server.services.dns !== "running") return nothing("SERVFAIL");
  if (!zone.enabled || server.faults.zonesDisabled) return nothing("REFUSED");
  return reply({ ...zone, primaryName: `ns1.${server.name}`, serial: server.next.event, names }, name, question);
}

function nothing(rcode: Reply["rcode"]): Reply {
  return { rcode, answers: [], authorities: [] };
}

function reply(zone: PublicZone, name: string, question: Question): Reply {
  const soa: Answer = {
    type: "SOA",
    name: zone.asciiName,
    ttl: Math.min(zone.soa.ttl, zone.soa.minimum),
    data: {
      mname: zone.primaryName,
      rname: `hostmaster.${zone.asciiName}`,
      serial: zone.serial,
      refresh: zone.soa.refresh,
      retry: zone.soa.retry,
      expire: zone.soa.expire,
      minimum: zone.soa.minimum,
    },
  };
  if (question.type === "SOA" && name === zone.asciiName) {
    return { rcode: "NOERROR", answers: [{ ...soa, ttl: zone.soa.ttl }], authorities: [] };
  }
  const answers = answersFrom(zone, name, question.type);
  if (answers.length > 0) return { rcode: "NOERROR", answers, authorities: [] };
  const exists =
    name === zone.asciiName || zone.records.some(({ host }) => host === `${name}.` || host.endsWith(`.${name}.`));
  return { rcode: exists ? "NOERROR" : "NXDOMAIN", answers: [], authorities: [soa] };
}
