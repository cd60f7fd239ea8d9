import type { Stage } from "@/db/schema";
import { EVENTS, type Event, STAGES } from "./stages";

/** Draws the table of stages, all of it: `npm run stages` writes it to `docs/pictures/stages.svg`. */

const WIDE = 1180;
const HIGH = 950;
const CARD = { width: 148, height: 164 };
const ROW = { top: 112, end: 312, bottom: 512 };

/** Where a stage stands: its column, and its row. The ways go round: out above, back below, each end between them. */
const places: Record<Stage, [column: number, row: keyof typeof ROW]> = {
  closed: [0, "end"],
  building: [1, "top"],
  proving: [2, "top"],
  switching: [3, "top"],
  draining: [4, "top"],
  closing: [5, "top"],
  assigned: [6, "end"],
  reopening: [5, "bottom"],
  "proving-home": [4, "bottom"],
  "switching-back": [3, "bottom"],
  "draining-back": [2, "bottom"],
};
const stages = Object.keys(places) as Stage[];
const round = ["building", "proving", "switching", "draining", "closing", "assigned"] as Stage[];
round.push("reopening", "proving-home", "switching-back", "draining-back", "closed");

interface Edge {
  from: Stage;
  event: Event;
  to: Stage;
}
const edges = stages.flatMap((from) =>
  (Object.entries(STAGES[from].on) as [Event, Stage][]).map(([event, to]): Edge => ({ from, event, to })),
);
/** What may happen almost anywhere is said below the picture, not drawn eight times. */
const widespread = (event: Event) => edges.filter((edge) => edge.event === event).length > 7;
const isWish = ({ event }: Edge) => event === "assigned" || event === "deassigned";
const ordinary = (from: Stage) =>
  edges.find((edge) => edge.from === from && edge.to === round[(round.indexOf(from) + 1) % round.length]);

const centre = (stage: Stage) => 90 + places[stage][0] * ((WIDE - 180) / 6);
const top = (stage: Stage) => ROW[places[stage][1]];
const bottom = (stage: Stage) => top(stage) + CARD.height;

const path = (points: readonly [number, number][], look: string, arrow = true) => {
  const d = points.map(([x, y], index) => `${index === 0 ? "M" : "L"}${x} ${y}`).join("");
  return `<path class="halo" d="${d}"/><path class="${look}" d="${d}"${arrow ? ` marker-end="url(#${look})"` : ""}/>`;
};
const text = (x: number, y: number, look: string, words: string) =>
  `<text x="${x}" y="${y}" class="${look}">${words}</text>`;

/** The ordinary way: from card to card, and round the corners at the two ends. */
function step(from: Stage, to: Stage): string {
  const middle = (stage: Stage) => top(stage) + CARD.height / 2;
  const beside = (stage: Stage, side: 1 | -1, gap = 0) => centre(stage) + side * (CARD.width / 2 + gap);
  const side = places[from][1] === "top" || from === "closed" ? 1 : -1;
  const corner: [number, number][] =
    places[from][1] === "end"
      ? [
          [centre(from), side === 1 ? top(from) : bottom(from)],
          [centre(from), middle(to)],
          [beside(to, -side as 1 | -1, 3), middle(to)],
        ]
      : places[to][1] === "end"
        ? [
            [beside(from, side), middle(from)],
            [centre(to), middle(from)],
            [centre(to), side === 1 ? top(to) - 3 : bottom(to) + 3],
          ]
        : [
            [beside(from, side), middle(from)],
            [beside(to, -side as 1 | -1, 3), middle(to)],
          ];
  return path(corner, "way");
}

/** Several stages that go to one: each drops a line to a lane, and the lane ends at the target with an arrow. */
function bus(group: readonly Edge[], lane: number, leave: number, enter: number, look: string): string {
  const [first] = group;
  if (!first) return "";
  const edge = (stage: Stage) => (lane < top(stage) ? top(stage) : bottom(stage));
  const target: [number, number] = [centre(first.to) + enter, edge(first.to) + (lane < top(first.to) ? -3 : 3)];
  const sources = [...new Set(group.map(({ from }) => from))];
  const xs = [target[0], ...sources.map((from) => centre(from) + leave)];
  const branches = sources.map((from) =>
    path(
      [
        [centre(from) + leave, edge(from)],
        [centre(from) + leave, lane],
      ],
      look,
      false,
    ),
  );
  const ends: [number, number][] = [
    [Math.max(...xs), lane],
    [Math.min(...xs), lane],
  ];
  const trunk = path(ends, look, false) + path([[target[0], lane], target], look);
  const words = [...new Set(group.map(({ event }) => event))].join(" · ");
  return branches.join("") + trunk + text(Math.min(...xs) + 7, lane - 5, `${look}-words`, words);
}

function buses(): string {
  const others = edges.filter((edge) => edge !== ordinary(edge.from) && !widespread(edge.event));
  const byTarget = (list: readonly Edge[]) =>
    stages.map((to) => list.filter((edge) => edge.to === to)).filter((g) => g.length > 0);
  const wishes = byTarget(others.filter(isWish)).map((group) =>
    group[0]?.event === "assigned" ? bus(group, 440, 30, 30, "wish") : bus(group, 332, -30, -30, "wish"),
  );
  const hands = byTarget(others.filter((edge) => !isWish(edge)));
  const above = hands.filter(([edge]) => edge && places[edge.to][1] !== "bottom");
  const below = hands.filter(([edge]) => edge && places[edge.to][1] === "bottom");
  return [
    ...wishes,
    ...above.map((group, index) =>
      bus(group, 92 - (above.length - 1 - index) * 20, 50 - index * 14, -52 + index * 14, "hand"),
    ),
    ...below.map((group, index) => bus(group, 702 + index * 20, 40 - index * 14, -40 + index * 14, "hand")),
  ].join("");
}

const accepting = { on: "on", off: "off", "goes on": "on", "goes off": "off" } as const;

function card(stage: Stage): string {
  const row = STAGES[stage];
  const [x, y] = [centre(stage) - CARD.width / 2, top(stage)];
  const [home, central, level] = [x + 38, x + 106, y + 60];
  const lamp = (cx: number, how: keyof typeof accepting) =>
    `<circle class="lamp ${accepting[how]}" cx="${cx}" cy="${level}" r="7"/>${
      how.startsWith("goes")
        ? `<path class="turn" d="M${cx - 13} ${level}a13 13 0 0 1 13 -13" marker-end="url(#turn)"/>`
        : ""
    }`;
  const named = {
    home: [home - 18, home + 18],
    central: [central - 18, central + 18],
    "goes out": [home - 18, central + 18],
    "goes back": [central + 18, home - 18],
  }[row.mx] as [number, number];
  const moves = row.mx.startsWith("goes") ? ' marker-end="url(#mx)"' : "";
  const going = ordinary(stage);
  const words = row.way === "end" ? row.holds : `goes on once ${going ? EVENTS[going.event] : ""}`;
  return [
    `<g><title>${row.title}: ${row.holds}</title>`,
    `<rect class="card ${row.way}" x="${x}" y="${y}" width="${CARD.width}" height="${CARD.height}" rx="10"/>`,
    text(centre(stage), y + 25, "name", row.title),
    lamp(home, row.home) + lamp(central, row.central),
    `<path class="mx" d="M${named[0]} ${level + 15}H${named[1]}"${moves}/>`,
    text(home, y + 91, "side", "home") + text(central, y + 91, "side", "mail server"),
    ...wrap(words, 22).map((line, index) => text(centre(stage), y + 113 + index * 13, "words", line)),
    "</g>",
  ].join("");
}

function wrap(words: string, length: number): string[] {
  const lines: string[] = [];
  for (const word of words.split(" ")) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length < length) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

/** What the marks mean, and the word on each line; what may happen almost anywhere stands last. */
function legend(): string {
  const events = [...new Set(edges.filter((edge) => edge !== ordinary(edge.from)).map(({ event }) => event))];
  const drawn = events.filter((event) => !widespread(event));
  const half = Math.ceil(drawn.length / 2);
  const entry = (event: Event, x: number, y: number, more = "") => {
    const look = isWish({ event } as Edge) ? "wish-words" : "hand-words";
    return text(x, y, "entry", `<tspan class="${look}">${event}</tspan>  ${EVENTS[event]}${more}`);
  };
  const marks = [
    `<circle class="lamp on" cx="35" cy="756" r="6"/>${text(48, 760, "entry", "takes its mail")}`,
    `<circle class="lamp off" cx="165" cy="756" r="6"/>${text(178, 760, "entry", "does not")}`,
    `<path class="turn" d="M261 762a13 13 0 0 1 13 -13" marker-end="url(#turn)"/>${text(286, 760, "entry", "is switched here")}`,
    `<path class="mx" d="M412 756H444"/>${text(456, 760, "entry", "MX names it")}`,
    `<path class="mx" d="M562 756H604" marker-end="url(#mx)"/>${text(620, 760, "entry", "MX is moved here")}`,
  ];
  const rows = drawn.map((event, index) => entry(event, index < half ? 28 : 600, 796 + (index % half) * 20));
  const everywhere = events.filter(widespread).map((event, index) => {
    const to = edges.find((edge) => edge.event === event)?.to ?? "closed";
    return entry(event, 28, 808 + (half + index) * 20, `: from almost everywhere to ${STAGES[to].title}`);
  });
  return [...marks, ...rows, ...everywhere].join("\n");
}

const colours = `
:root{--back:#fbfcfd;--card:#fff;--line:#d5dbe1;--ink:#1d2733;--soft:#5b6875;--way:#1f6feb;--wish:#6e56cf;--hand:#b45309;--good:#1a7f4b}
@media(prefers-color-scheme:dark){:root{--back:#0e141b;--card:#17202a;--line:#33404d;--ink:#e6ecf2;--soft:#9aa8b5;--way:#6cb0ff;--wish:#b3a4ff;--hand:#f0b060;--good:#5bd394}}
text{font:12px system-ui,-apple-system,"Segoe UI",Inter,sans-serif;fill:var(--ink)}
.back{fill:var(--back)}.card{fill:var(--card);stroke:var(--line);stroke-width:1.2}.card.end{stroke:var(--way);stroke-width:2}
.name{font-size:15px;font-weight:650;text-anchor:middle}.side,.words{font-size:11px;fill:var(--soft);text-anchor:middle}
.lamp{stroke:var(--good);stroke-width:2;fill:var(--card)}.lamp.on{fill:var(--good)}.turn{fill:none;stroke:var(--good);stroke-width:1.6}
.mx{stroke:var(--way);stroke-width:4;stroke-linecap:round;fill:none}.halo{fill:none;stroke:var(--back);stroke-width:7}
.way,.wish,.hand{fill:none;stroke-width:1.8;stroke-linejoin:round}.way{stroke:var(--way);stroke-width:2.6}.wish{stroke:var(--wish);stroke-dasharray:5 4}.hand{stroke:var(--hand);stroke-width:1.4}
.wish-words{fill:var(--wish)}.hand-words{fill:var(--hand)}.wish-words,.hand-words{font-weight:600;paint-order:stroke;stroke:var(--back);stroke-width:5px}
.entry{white-space:pre}`;

const marker = (id: string, colour: string, size: number) =>
  `<marker id="${id}" viewBox="0 0 8 8" refX="6" refY="4" markerWidth="${size}" markerHeight="${size}" markerUnits="userSpaceOnUse" orient="auto"><path d="M0 0L8 4L0 8z" style="fill:var(--${colour})"/></marker>`;

/** The whole picture, as the text of an SVG file. */
export function drawStages(): string {
  const markers = [
    marker("way", "way", 10),
    marker("wish", "wish", 9),
    marker("hand", "hand", 8),
    marker("mx", "way", 11),
    marker("turn", "good", 7),
  ].join("");
  const steps = round.map((stage) => step(stage, ordinary(stage)?.to ?? stage)).join("");
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDE} ${HIGH}" role="img" aria-label="The stages of a domain and what takes it from one to another">
<style>${colours}</style><defs>${markers}</defs><rect class="back" width="${WIDE}" height="${HIGH}" rx="14"/>
${buses()}
${steps}
${stages.map(card).join("\n")}
${legend()}
</svg>
`;
}
