import { count, eq } from "drizzle-orm";
import { accounts } from "@/db/schema";
import { closeAll } from "./closing";
import { prepare } from "./ground";
import { faster, type Line } from "./line";

const LATENCY = 50;
const DOMAINS = 1000;
/** The rival would take most of an hour for all: it gets fewer domains, and its time counts for each. */
const RIVAL_DOMAINS = 40;

/** A first assignment where each packet takes a moment, against the same work done one operation at a time. */
export async function assign(): Promise<Line[]> {
  const ours = await measure(DOMAINS, []);
  const rival = await measure(RIVAL_DOMAINS, ["one-by-one"]);
  const scaled = (rival.wall / rival.domains) * ours.domains;
  const minutes = (ms: number) => (ms < 120_000 ? `${(ms / 1000).toFixed(1)} s` : `${(ms / 60_000).toFixed(1)} min`);
  return [
    {
      what: `First assignment of ${ours.domains} domains at ${LATENCY} ms a packet`,
      measured: minutes(ours.wall),
      against: `one operation a packet, one at a time: ${minutes(scaled)} (${minutes(rival.wall)} for ${rival.domains})`,
      ...faster(10, ours.wall, scaled),
    },
  ];
}

async function measure(domains: number, how: string[]): Promise<{ wall: number; domains: number }> {
  const ground = await prepare({ servers: 2, domains, latency: LATENCY });
  const { wall, changed } = await ground.work<{ wall: number; changed: number }>("assign", ground.assigned[0], ...how);
  const [row] = await ground.db.select({ count: count() }).from(accounts).where(eq(accounts.kind, "domain"));
  console.log(`${row?.count} domains${how.length > 0 ? ", one operation at a time" : ""}: ${changed} remote changes.`);
  await closeAll();
  return { wall, domains: row?.count ?? 0 };
}
