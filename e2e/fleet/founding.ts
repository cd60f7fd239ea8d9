import { freePorts } from "./door";
import type { Kept, Ports } from "./keep";
import { layOut, type Place } from "./layout";
import type { PleskServer } from "./model";
import { makeCertificate } from "./panel";
import { seededRandom } from "./random";
import { seedServer } from "./seed";
import { emptyServer } from "./world";

export interface Wishes {
  servers: number;
  /** Webspaces and sites on each web server. */
  domains: number;
  /** No clients and domains at all. */
  empty: boolean;
  seed: number;
  /** Of the zones' records, in seconds. */
  ttl: number;
  host: string;
  /** DNS, control, then ten ports a server; left out: ports that are free. */
  portBase?: number;
}

/** When every seeded server was installed: the same seed is the same server on any day. */
const installed = Date.UTC(2026, 0, 1);

/** Makes a new fleet: its servers with their certificates, and the ports that it keeps from now on. */
export async function foundFleet(wishes: Wishes): Promise<Kept> {
  const places = layOut(wishes.servers);
  const free = await choosePorts(wishes, places.length);
  const [dnsPort = 0, controlPort = 0] = free;
  const servers: Kept["servers"] = [];
  for (const [position, place] of places.entries()) {
    const [panel = 0, smtp = 0, imap = 0, pop3 = 0] = free.slice(2 + 4 * position);
    const ports: Ports = { panel, smtp, imap, pop3 };
    servers.push({ model: foundServer(place, wishes), certificate: await makeCertificate(place.name), ports });
  }
  return { dnsPort, controlPort, servers };
}

async function choosePorts({ host, portBase }: Wishes, servers: number): Promise<number[]> {
  if (portBase === undefined) return freePorts(host, 2 + 4 * servers);
  const first = (server: number) => portBase + 10 * (server + 1);
  const ofServer = (server: number) => [0, 1, 2, 3].map((step) => first(server) + step);
  return [portBase, portBase + 1, ...Array.from({ length: servers }, (_, server) => ofServer(server)).flat()];
}

function foundServer(place: Place, { seed, domains, empty, ttl }: Wishes): PleskServer {
  // Each server draws from a generator of its own, so that web1 is the same in a fleet of two and of twenty.
  const random = seededRandom(seed * 10_007 + place.index * 2 + (place.role === "mail" ? 1 : 0));
  const { key, name, ipAddress, role, index } = place;
  const password = `${Buffer.from(random.bytes(9)).toString("base64url")}-aA7`;
  const server = emptyServer({ key, name, ipAddress, password, now: installed, bytes: random.bytes });
  if (!empty) seedServer(server, { domains, random, role, index, ttl });
  return server;
}
