import { isThirdPlace } from "@/e2e/fleet/dns/delegation";
import type { PleskServer } from "@/e2e/fleet/model";
import type { Random } from "@/e2e/fleet/random";
import { deliveryFor } from "@/e2e/fleet/world";
import type { PublicDns } from "./dns";
import type { Population } from "./population";
import { OVERSTAY } from "./served";
import type { Time } from "./time";

/** What became of every message: each is in exactly one of these at every moment. */
export interface Fates {
  sent: number;
  home: number;
  central: number;
  /** Left the fleet by a forward, or went to another provider's mail server by its MX. */
  outside: number;
  /** Refused for good although nobody took the address away. */
  bounced: string[];
  /** Its mailbox is gone although nobody removed it. */
  lost: string[];
  /** In more than one mailbox of the same address. */
  doubled: string[];
  /** To an address that was taken away by hand while it was on its way. */
  withdrawn: number;
}

export interface Oracle {
  fates: Fates;
  /** Somebody in the world, or on one of the servers, writes to an address. */
  send(address: string, from: Sender): void;
  /** How many are on their way to addresses that are still wanted. */
  waiting(): number;
  /** Messages whose mailbox has vanished are lost. */
  audit(): void;
  /** To go on from in another simulation; only what has arrived is in it. */
  past: OraclePast;
}

export interface OraclePast {
  /** What resolvers keep, by who and name. */
  caches: Map<string, { hosts: string[]; until: number }>;
  boxes: Stored[];
}

const noPast = (): OraclePast => ({ caches: new Map(), boxes: [] });

/** Each has a cache of its own; those on a server deliver locally what that server handles. */
export type Sender = { resolver: number } | { on: PleskServer };

interface Message {
  address: string;
  sender: Sender;
  tries: number;
}

interface Stored {
  server: PleskServer;
  mailName: number;
  domain: number;
  message: Message;
  /** When it arrived. */
  at: number;
}

/** Seconds until a sender tries again, at most so often: four days and more. */
const RETRY = 300;
const TRIES = 1_000;

export function createOracle(options: {
  time: Time;
  random: Random;
  dns: PublicDns;
  population: Population;
  central: PleskServer;
  past?: OraclePast | undefined;
}): Oracle {
  const { time, random, dns, population, central, past = noPast() } = options;
  const { caches, boxes } = past;
  const fates: Fates = {
    sent: 0,
    home: 0,
    central: 0,
    outside: 0,
    bounced: [],
    lost: [],
    doubled: [],
    withdrawn: 0,
  };
  const onTheWay = new Set<Message>();

  /** Hosts in the order in which they are tried; null when no name server can be asked. */
  function resolve(name: string, who: string, overstay: number): string[] | null {
    const cached = caches.get(`${who} ${name}`);
    if (cached && cached.until > time.now()) return cached.hosts;
    const answer = dns.mx(name, random.chance(0.5) ? "primary" : "secondary");
    if (!answer) return null;
    const sorted = answer.hosts.toSorted((a, b) => a.preference - b.preference).map(({ host }) => host);
    caches.set(`${who} ${name}`, { hosts: sorted, until: time.now() + answer.ttl * 1000 * overstay });
    return sorted;
  }

  function attempt(message: Message): void {
    const [local = "", name = ""] = message.address.split("@");
    const { sender } = message;
    if ("on" in sender && isLocal(sender.on, name)) {
      arrive(message, sender.on, local, name);
      return;
    }
    const who = "on" in sender ? sender.on.key : `resolver ${sender.resolver}`;
    const hosts = resolve(name, who, "on" in sender || sender.resolver % 2 === 0 ? 1 : OVERSTAY);
    const reached = (hosts ?? []).find((host) => isThirdPlace(host) || dns.serverAt(host)?.services.smtp === "running");
    const server = reached && dns.serverAt(reached);
    if (server) arrive(message, server, local, name);
    else if (reached) {
      onTheWay.delete(message);
      fates.outside += 1;
    } else later(message);
  }

  function later(message: Message): void {
    message.tries += 1;
    if (message.tries > TRIES) {
      onTheWay.delete(message);
      fates.bounced.push(`${message.address}: nobody took it for days`);
    } else time.after(RETRY * 1000, () => attempt(message));
  }

  function arrive(message: Message, server: PleskServer, local: string, name: string): void {
    const { reception, domain, mailName, forwards } = deliveryFor(server, name, local);
    onTheWay.delete(message);
    if (reception !== "accepted" || !domain) {
      if (!population.living.has(message.address)) fates.withdrawn += 1;
      // When it was written to, senders found the mail server alone; home was not told of the mailbox yet.
      else if (population.isNewborn(message.address, server, time.now())) fates.withdrawn += 1;
      // Mail for what its own server keeps suspended is refused there before, during and after.
      else if (reception === "suspended" && server !== central) fates.withdrawn += 1;
      else
        fates.bounced.push(
          `${message.address} at ${server.key}: ${reception}, at ${new Date(time.now()).toISOString()}`,
        );
      return;
    }
    if (mailName?.mailbox.enabled) {
      const twin = boxes.find((b) => b.message === message && b.server !== server);
      if (twin) fates.doubled.push(`${message.address}: at ${twin.server.key} and at ${server.key}`);
      boxes.push({ server, mailName: mailName.id, domain: domain.id, message, at: time.now() });
      fates[server === central ? "central" : "home"] += 1;
    } else if (forwards.length > 0 || mailName?.autoresponder.enabled) fates.outside += 1;
  }

  return {
    fates,
    past,
    send(address, sender) {
      fates.sent += 1;
      const message = { address, sender, tries: 0 };
      onTheWay.add(message);
      attempt(message);
    },
    waiting: () => [...onTheWay].filter(({ address }) => population.living.has(address)).length,
    audit() {
      // What was somebody else's, before the address was made again, went with him.
      for (const { server, mailName, message, at } of boxes)
        if (
          (population.living.get(message.address)?.since ?? Infinity) <= at &&
          !server.mailNames.some(({ id }) => id === mailName)
        )
          fates.lost.push(`${message.address}: its mailbox on ${server.key} is gone`);
    },
  };
}

/** A mail system delivers by itself what it handles, without looking at DNS. */
export function isLocal(server: PleskServer, name: string): boolean {
  const reception = deliveryFor(server, name, "postmaster").reception;
  return reception !== "unknown-domain" && reception !== "mail-off";
}
