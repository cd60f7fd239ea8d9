import { getWantedZone } from "@/db/wanted-zones";
import { allowsMx, type CheckedRecord, type WantedRecord, wantedRecords } from "@/lib/wanted-records";
import type { Handler } from "./question";
import { Refusal } from "./refusal";
import { resolver } from "./world";

type Found = Pick<CheckedRecord, "state" | "found">;
type Dns = ReturnType<typeof resolver>;

/** What stands in DNS now in the place of each record that a domain should have there. Only looks. */
export const records: Handler<"records"> = async ({ db, payload }) => {
  const zone = await getWantedZone(db, payload.accountId);
  if (!zone) throw new Refusal("That domain is not handled by a mail server any more.");
  const dns = resolver();
  const { domain, aliases, mxHost } = zone;
  const host = mxHost.toLowerCase();
  const checked = await Promise.all(
    wantedRecords(domain, aliases, mxHost).map(async ({ name, type }) => ({
      name,
      type,
      ...(await look(dns, { name, type }, host)),
    })),
  );
  return { mxHost, checked };
};

function look(dns: Dns, { name, type }: Pick<WantedRecord, "name" | "type">, mxHost: string): Promise<Found> {
  if (type === "MX") return mxOf(dns, name, mxHost);
  return type === "TXT" ? spfOf(dns, name, mxHost) : leadsTo(dns, name, mxHost);
}

/** As the name servers themselves answer: a resolver may remember the old record for a day. */
async function mxOf(dns: Dns, name: string, mxHost: string): Promise<Found> {
  try {
    const servers = await dns.nameServers(name);
    if (servers.length === 0) return { state: "unknown", found: "delegated to no name server" };
    const answers = await Promise.all(servers.map((server) => dns.mxAt(server, name)));
    const failed = answers.find((answer) => !answer.ok);
    if (failed && !failed.ok) return { state: failed.absent ? "missing" : "unknown", found: failed.cause };
    const hosts = [...new Set(answers.flatMap((answer) => (answer.ok ? answer.mx.map(({ host }) => host) : [])))];
    const all = answers.every((answer) => answer.ok && answer.mx.some(({ host }) => host === mxHost));
    if (hosts.length === 0) return { state: "missing", found: "no MX record" };
    return { state: all && hosts.length === 1 ? "right" : "different", found: hosts.join(", ") };
  } catch (error) {
    return { state: "unknown", found: error instanceof Error ? error.message : "its name servers cannot be asked" };
  }
}

async function spfOf(dns: Dns, name: string, mxHost: string): Promise<Found> {
  const answer = await dns.texts(name);
  if (!answer.ok) return { state: "unknown", found: answer.cause };
  const spf = answer.texts.find((text) => /^v=spf1(\s|$)/i.test(text));
  if (spf === undefined) return { state: "missing", found: "no SPF record" };
  return { state: allowsMx(spf, mxHost) ? "right" : "different", found: spf };
}

/** By alias or by address, as long as it arrives there. */
async function leadsTo(dns: Dns, name: string, mxHost: string): Promise<Found> {
  const addresses = (host: string): Promise<string[]> => dns.addresses(host).catch(() => []);
  const [here, wanted] = await Promise.all([addresses(name), addresses(mxHost)]);
  if (here.length === 0) return { state: "missing", found: "no such name" };
  return { state: here.some((address) => wanted.includes(address)) ? "right" : "different", found: here.join(", ") };
}
