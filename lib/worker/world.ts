import { randomInt } from "node:crypto";
import { uptime } from "node:os";
import type { Database } from "@/db/client";
import type { PairRow } from "@/db/pair";
import { env } from "@/lib/env";
import { createDns, type Dns } from "@/lib/probes/dns";
import { checkRecipients } from "@/lib/probes/smtp";
import { createLeaps } from "@/lib/sync/leaps";
import { type Clock, type Limits, type Pair, Unanswered, type World } from "@/lib/sync/world";
import { openPanel } from "./panels";
import { createStore } from "./store";

/**
 * The real world for one reconcile. Close it after use. Throws when a stored key does not open. Once `stopping` is
 * aborted no further change is begun.
 */
export function createWorld(
  db: Database,
  row: PairRow,
  epoch: number,
  holder: string,
  stopping?: AbortSignal,
): World & { close(): Promise<void> } {
  const source = openPanel(db, row.source);
  const central = openPanel(db, row.central);
  const dns = resolver();
  return {
    source,
    central,
    dns,
    smtp: {
      accepts: (side, recipients) =>
        side === "central" ? askWhereMxLeads(dns, row, recipients) : askSmtp(row.source, recipients),
    },
    store: createStore(db, row, pairOf(row), epoch, holder, stopping),
    clock: databaseClock(row.readAt),
    password,
    limits: limits(),
    async close() {
      await Promise.all([source.close(), central.close()]);
    },
  };
}

/** Time since the machine was started, also while it slept: no setting of its clock moves that. */
const leaps = createLeaps(() => uptime() * 1000);

/** The database's time goes on by this process's steady clock, which no setting of the wall clock moves. */
function databaseClock(readAt: Date): Clock {
  const read = performance.now();
  return {
    now: () => readAt.getTime() + (performance.now() - read),
    doubt: Math.abs(Date.now() - readAt.getTime()),
    leaps: leaps.note(readAt.getTime()),
  };
}

/**
 * The mail server is asked where senders will come: its MX host may lead to the server itself, to an address outside that is
 * passed on to it, or, misspelt, to somebody else or nowhere, who then must be found out before any MX names it.
 */
async function askWhereMxLeads(dns: Dns, { central, mailServer: { mxHost } }: PairRow, recipients: readonly string[]) {
  const addresses = await dns.addresses(mxHost).catch((error: Error) => {
    throw new Unanswered(error.message.replace(/\.$/, ""), { cause: error });
  });
  const [first] = addresses;
  if (first === undefined) {
    const text = `MX would name ${mxHost}, which has no address in DNS. Add one, or register the server under its real name`;
    return new Map(recipients.map((recipient) => [recipient, { accepted: false, later: false, text }]));
  }
  const isIts = addresses.some((address) => central.ipAddresses.includes(address));
  return await askSmtp(isIts ? central : { ...central, host: first }, recipients);
}

async function askSmtp(server: { host: string; smtpPort: number }, recipients: readonly string[]) {
  const { host, smtpPort: port } = server;
  const deadline = 30_000 + recipients.length * 50;
  try {
    const answers = await checkRecipients({ host, port, recipients, deadline });
    return new Map(
      [...answers].map(([recipient, { accepted, code, text }]) => [
        recipient,
        { accepted, later: isLater(code), text },
      ]),
    );
  } catch (error) {
    if (!(error instanceof Error) || error instanceof RangeError) throw error;
    throw new Unanswered(error.cause instanceof Error ? error.cause.message : error.message, { cause: error });
  }
}

/** SMTP's 4xx: greylisting, a full queue, a table that cannot be looked up right now. */
const isLater = (code: number): boolean => code >= 400 && code < 500;

export function resolver() {
  const { dnsResolver, dnsPort } = env();
  return createDns({ resolver: dnsResolver, port: dnsPort });
}

/** A panel is waited for two thirds of a lease; what it has not answered by then it may still be at. */
export const limits = (): Limits => ({
  drainMargin: env().drainMarginSeconds,
  nameServerPatience: 10,
  lateEffect: env().leaseSeconds * 3,
});

export function pairOf(row: PairRow): Pair {
  return {
    source: row.source,
    central: {
      ...row.central,
      mailServerId: row.mailServer.id,
      mxHost: row.mailServer.mxHost.toLowerCase(),
      automatic: row.mailServer.automatic,
    },
    installation: row.installation,
    buttonUrl: `${env().publicUrl}/go/${row.source.id}`,
    assignment: row.assignment,
    aloneBy: row.aloneBy,
    readAt: row.readAt,
  };
}

const KINDS = ["abcdefghijkmnopqrstuvwxyz", "ABCDEFGHJKLMNPQRSTUVWXYZ", "23456789", "!#%*+-=?@_"] as const;

/** 24 characters of all four kinds: passes Plesk's strictest policy and needs no XML escaping. */
export function password(): string {
  const all = KINDS.join("");
  const pick = (from: string) => from.charAt(randomInt(from.length));
  const characters = [...KINDS.map(pick), ...Array.from({ length: 20 }, () => pick(all))];
  for (let i = characters.length - 1; i > 0; i--) {
    const j = randomInt(i + 1);
    [characters[i], characters[j]] = [characters[j] ?? "", characters[i] ?? ""];
  }
  return characters.join("");
}
