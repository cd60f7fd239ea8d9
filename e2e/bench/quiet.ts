import { join } from "node:path";
import { operations } from "@/db/schema";
import { type Figures, prepare } from "./ground";
import { atMost, below, type Line, median } from "./line";

const DOMAINS = 10_000;
const ROUNDS = 5;

/**
 * A look at a large server where nothing changed. Its floor is the XML that the panels answer with: nobody can know that
 * nothing changed without reading it. The XML is recorded in a run of its own, so that keeping it weighs on no other.
 */
export async function quiet(): Promise<Line[]> {
  const ground = await prepare({ servers: 2, domains: DOMAINS });
  const [server] = ground.assigned;
  console.log(`Assigning a server with ${DOMAINS} domains …`);
  const first = await ground.work<{ wall: number; memory: number; changed: number }>("assign", server);
  console.log(`… took ${seconds(first.wall)} and ${first.changed} remote changes.`);
  const before = await ground.db.$count(operations);
  const file = join(ground.folder, "answers");
  const xml = await ground.work<{ packets: number; bytes: number }>("record", server, file);
  console.log(`A look reads ${Math.round(xml.bytes / 1e6)} MB of XML in ${xml.packets} packets.`);

  const cold: { run: Figures; parse: number }[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const run = await ground.work<Figures>("run", server);
    const { cpu } = await ground.work<{ cpu: number }>("parse", server, file);
    cold.push({ run, parse: cpu });
  }
  const warm = await ground.work<{ run: number; parse: number }[]>("warm", server, file, String(ROUNDS + 1));
  const changes = (await ground.db.$count(operations)) - before;
  if (changes > 0)
    throw new Error(`${changes} changes were made where nothing was to change: this measured another thing`);

  const settled = warm.slice(1);
  const memory = Math.max(...cold.map(({ run }) => run.memory));
  return [
    {
      what: "Quiet look at 10 000 domains: CPU, worker that has run before",
      ...pair(settled.map(({ run, parse }) => ({ run, parse }))),
    },
    {
      what: "Quiet look at 10 000 domains: CPU, first of a new process",
      ...pair(cold.map(({ run, parse }) => ({ run: run.cpu, parse }))),
    },
    {
      what: "Quiet look at 10 000 domains: peak memory of the worker",
      measured: `${Math.round(memory)} MB`,
      against: "",
      ...below(250, "MB", memory),
    },
    {
      what: "First assignment of 10 000 domains: peak memory of the worker",
      measured: `${Math.round(first.memory)} MB`,
      against: "",
      ...below(500, "MB", first.memory),
    },
  ];
}

/** The median round by its ratio: in it both sides met the same neighbours on the machine. */
function pair(rounds: readonly { run: number; parse: number }[]): Omit<Line, "what"> {
  const ratio = median(rounds.map(({ run, parse }) => run / parse));
  const typical = rounds.find(({ run, parse }) => run / parse === ratio) ?? { run: Number.NaN, parse: Number.NaN };
  return {
    measured: seconds(typical.run),
    against: `saxes alone, same XML, equally warm: ${seconds(typical.parse)}`,
    ...atMost(2.5, typical.run, typical.parse),
  };
}

const seconds = (milliseconds: number): string => `${(milliseconds / 1000).toFixed(2)} s`;
