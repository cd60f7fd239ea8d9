import type { DomainCase, NotAsked, Proof, PublicMx } from "./cases";
import { mailNames, recipients } from "./facts";
import { noteOtherNames } from "./hosts";
import { mayBeElsewhere, whereItLeads } from "./leads";
import { Unanswered, type World } from "./world";

/**
 * Asks every name server to which the domains' zones are delegated. Answers are kept in the cases; a zone whose name
 * servers cannot be found out is recorded as failed, in words.
 */
export async function askNameServers(world: World, cases: readonly DomainCase[]): Promise<void> {
  await inParallel(cases, 16, async (c) => {
    const answers = new Map<string, PublicMx | NotAsked>();
    c.heardAt = world.clock.now();
    for (const name of namesInUse(c)) answers.set(name, await askZone(world, name));
    c.publicMx = answers;
    await noteOtherNames(world, c);
    if (mayBeElsewhere(c)) c.leads = await whereItLeads(world, c);
  });
}

/**
 * Every name at which senders may look for the domain: those that it has at home, and those that the mail server takes
 * mail for, which home may have lost or a short list may have left out.
 */
export function namesInUse({ account, source, central }: DomainCase): string[] {
  const aliases = central?.aliases.filter((alias) => alias.mail).map((alias) => alias.ascii) ?? [];
  return [...new Set([...(source ? mailNames(source) : [account.ascii]), ...aliases])];
}

async function askZone(world: World, zone: string): Promise<PublicMx | NotAsked> {
  try {
    const delegated = await world.dns.nameServers(zone);
    if (delegated.length === 0) return { failed: "it is delegated to no name server", again: false };
    let ttl = 0;
    const servers = await Promise.all(
      delegated.map(async (server) => {
        const answer = await world.dns.mxAt(server, zone);
        if (!answer.ok) return { name: server.name, mx: null, cause: answer.cause, absent: answer.absent };
        // How long "none" may be remembered says nothing of records.
        if (answer.mx.length > 0) ttl = Math.max(ttl, answer.ttl);
        return { name: server.name, mx: answer.mx, cause: null, absent: false };
      }),
    );
    return { servers, ttl };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { failed: `its name servers could not be found out (${why})`, again: true };
  }
}

/**
 * Proves by RCPT TO that a side takes mail for every address of each domain, and treats one that cannot exist as the
 * domain's catch-all says: refused, or taken and forwarded. Home is also asked for what the mail server takes until now: a
 * mail alias that was made there is known to senders. What it could not be asked is in the proof too.
 */
export async function askRecipients(
  world: World,
  side: "home" | "central",
  cases: readonly DomainCase[],
): Promise<void> {
  const asked = new Map<string, { c: DomainCase; unknown: boolean }>();
  for (const c of cases) {
    const domain = c.source;
    if (!domain) continue;
    const there = side === "home" && c.central?.mail.service ? c.central.addresses : [];
    for (const recipient of [...recipients(domain), ...recipients({ ...domain, addresses: there })])
      asked.set(recipient, { c, unknown: false });
    const stranger = `nobody-${digitsOf(c.account.id)}-here@${domain.ascii}`;
    if (domain.mail.catchAll.kind === "reject") asked.set(stranger, { c, unknown: true });
    if (domain.mail.catchAll.kind === "forward") asked.set(stranger, { c, unknown: false });
  }
  const proofs = new Map(cases.map((c): [DomainCase, Proof] => [c, { refused: [], later: [], unasked: null }]));
  for (const [c, proof] of proofs) c[side === "central" ? "proof" : "proofHome"] = proof;
  try {
    const answers = await world.smtp.accepts(side, [...asked.keys()]);
    for (const [recipient, { c, unknown }] of asked) {
      const answer = answers.get(recipient);
      const proof = proofs.get(c);
      if (!answer || answer.later) proof?.later.push({ recipient, text: answer?.text ?? "no answer" });
      else if (answer.accepted === unknown)
        proof?.refused.push({ recipient, text: unknown ? "an address that does not exist was accepted" : answer.text });
    }
  } catch (error) {
    if (!(error instanceof Unanswered)) throw error;
    for (const proof of proofs.values()) proof.unasked = error.message;
  }
}

const digitsOf = (id: number): string => ((id * 2654435761) % 4294967296).toString(36);

async function inParallel<T>(items: readonly T[], limit: number, work: (item: T) => Promise<void>): Promise<void> {
  let next = 0;
  const lane = async () => {
    while (next < items.length) {
      const item = items[next++];
      if (item !== undefined) await work(item);
    }
  };
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, lane));
}
