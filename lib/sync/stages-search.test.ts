import { describe, expect, test } from "vitest";
import type { Stage } from "@/db/schema";
import { type Event, STAGES, type StageRow } from "./stages";

/**
 * Everything that may come of the table: a breadth-first search over the stage, who accepts, what MX names and what
 * caches may hold, with strangers' hands in between. What is done at a stage is read from the table too; what lets an
 * event come is what the deciders look at. No step of ours may leave a server named that does not accept.
 */
type Table = Record<Stage, StageRow>;
type Side = "home" | "central";

interface State {
  stage: Stage;
  home: boolean;
  central: boolean;
  /** Sets of names, as sorted text: "central", "central home", "home"; "third" is another provider's. */
  mx: string;
  /** What some cache may hold beside that. */
  caches: string;
  /** All that MX has named since the stage was reached. */
  since: string;
  /** `stageUntil` is null: the time to drain has not begun. */
  untimed: boolean;
  /** `wasNamed` in drain.ts. */
  named: boolean;
  gone: boolean;
}

const join = (...sets: string[]) =>
  [...new Set(sets.flatMap((set) => set.split(" ")).filter(Boolean))].sort().join(" ");
const has = (set: string, side: Side) => set.split(" ").includes(side);
/** The servers that a sender may find, and that would refuse. */
const refusing = (state: State): Side[] =>
  (["home", "central"] as const).filter((side) => has(join(state.mx, state.caches), side) && !state[side]);

const published = (state: State, mx: string): State => ({
  ...state,
  mx,
  caches: join(state.caches, mx),
  since: join(state.since, mx),
  named: state.named || has(mx, "central"),
});

/** What holds when the deciders name an event. */
const holds: Record<Event, (state: State) => boolean> = {
  assigned: () => true,
  deassigned: () => true,
  built: ({ central, gone }) => central && !gone,
  idle: ({ central, home, named, gone }) => central && !home && !named && !gone,
  "led-away": ({ mx, named, gone }) => mx === "third" && !named && !gone,
  proven: ({ central, gone }) => central && !gone,
  moved: ({ mx, central, gone }) => mx === "central" && central && !gone,
  drained: ({ mx, untimed, gone }) => mx === "central" && !untimed && !gone,
  "local-off": ({ home, gone }) => !home && !gone,
  reopened: ({ home, gone }) => home && !gone,
  "proven-home": ({ home, gone }) => home && !gone,
  "moved-back": ({ mx, gone }) => mx === "home" && !gone,
  restored: ({ central, mx, untimed, gone }) => !central && mx === "home" && !untimed && !gone,
  woken: ({ home, named, gone }) => home && !named && !gone,
  "local-on": ({ home, mx, named, gone }) => home && mx === "central" && named && !gone,
  "mx-reclaimed": ({ mx, stage, untimed, gone }) => mx !== right(stage) && (untimed || stage === "assigned") && !gone,
  "mx-astray": (state) => unseen(state) && !state.gone,
  "mx-right": ({ mx, stage, untimed, gone }) => untimed && (gone ? !has(mx, "central") : mx === right(stage)),
  "gone-unnamed": ({ gone, mx, named }) => gone && !has(mx, "central") && named,
  "gone-named": ({ gone, mx }) => gone && has(mx, "central"),
  "let-go": ({ gone, central }) => gone && !central,
};

/** Stages in which the time runs: what was named before they were reached has left every cache when it is over. */
const drains = (stage: Stage) => stage === "draining" || stage === "draining-back";

function reach(state: State, event: Event, to: Stage): State {
  // The time to drain is over when the deciders say so: caches hold what was named since it began, and nothing older.
  const over = event === "drained" || (event === "restored" && state.named);
  const caches = over ? state.since : state.caches;
  const untimed = event === "mx-astray" || (event === "deassigned" && drains(to));
  const named = state.named && to !== "closed";
  return { ...state, stage: to, caches, since: state.mx, untimed, named };
}

/** What is done at a stage, as the table says, each with what is looked at before. */
function* deeds(table: Table, state: State): Generator<State> {
  const { home, central, mx, way } = table[state.stage];
  const { gone } = state;
  if (home === "goes on" && !gone) yield { ...state, home: true };
  if (home === "goes off" && !gone && state.mx === "central") yield { ...state, home: false };
  // Every stage on the way out mends the mail server first.
  if ((central === "goes on" || (way === "out" && !gone)) && !gone) yield { ...state, central: true };
  if (state.stage === "building" && state.mx === "third" && !state.named) yield { ...state, central: false };
  const over = state.stage === "draining-back" && !state.untimed;
  if (central === "goes off" && over && !has(state.mx, "central"))
    // A domain that was never named needs no time.
    yield { ...state, central: false, caches: state.named ? state.since : state.caches };
  if (gone && !state.named && !has(state.mx, "central")) yield { ...state, central: false };
  if (mx === "goes out" && !gone && state.central) {
    yield published(state, join(state.mx, "central"));
    if (has(state.mx, "central")) yield published(state, "central");
  }
  if (mx === "goes back" && !gone) {
    yield published(state, join(state.mx, "home"));
    if (has(state.mx, "home")) yield published(state, "home");
  }
}

/** MX is not as it was left where the time to drain runs, or has run. Looks come often enough to see it so. */
const right = (stage: Stage) => (stage === "draining-back" ? "home" : "central");
const unseen = ({ stage, untimed, mx }: State) =>
  (drains(stage) || stage === "closing") && !untimed && mx !== right(stage);

/**
 * What others do. It is never our step, but must not make a later one wrong. Nobody names a mail server that he was not
 * asked to name.
 */
function* strangers(state: State): Generator<State> {
  if (unseen(state)) return;
  if ((state.named && state.stage !== "closed") || state.stage === "switching")
    for (const mx of ["home", "central", "central home"]) yield published(state, mx);
  if (!state.named && state.stage !== "closed")
    for (const mx of ["third", "home"]) if (mx !== state.mx) yield published(state, mx);
  // A domain that is gone takes its mailboxes along.
  if (!state.gone) yield { ...state, gone: true, home: false };
  if (!state.home && !state.gone) yield { ...state, home: true };
}

const begin: State = {
  stage: "building",
  home: true,
  central: false,
  mx: "home",
  caches: "home",
  since: "home",
  untimed: false,
  named: false,
  gone: false,
};

const looks: Event[] = ["mx-astray", "gone-named"];

function search(table: Table, from: readonly State[], hands: boolean) {
  const seen = new Map<string, State>();
  const queue: State[] = [];
  const wrong: string[] = [];
  const visit = (state: State, before: State | null, what: string) => {
    if (before) {
      const made = refusing(state).filter((side) => !refusing(before).includes(side));
      for (const side of made) wrong.push(`${what} at ${before.stage}: ${side} is named and refuses`);
    }
    const key = JSON.stringify(state);
    if (seen.has(key)) return;
    seen.set(key, state);
    queue.push(state);
  };
  for (const state of from) visit(state, null, "");
  for (let state = queue.shift(); state; state = queue.shift()) {
    for (const [event, to] of Object.entries(table[state.stage].on) as [Event, Stage][]) {
      if (!holds[event](state) || (unseen(state) && !looks.includes(event))) continue;
      visit(reach(state, event, to), state, event);
    }
    if (!unseen(state)) for (const done of deeds(table, state)) visit(done, state, "a deed");
    if (hands) for (const changed of strangers(state)) visit(changed, null, "");
  }
  return { states: [...seen.values()], wrong: [...new Set(wrong)] };
}

const beginnings: State[] = [begin, { ...begin, home: false }];

describe("of everything that may come of the table", () => {
  const all = search(STAGES, beginnings, true);

  test("no step of ours leaves a server that a sender may find and that refuses", () => {
    expect(all.wrong).toEqual([]);
    expect(all.states.length).toBeGreaterThan(250);
    expect(new Set(all.states.map(({ stage }) => stage))).toEqual(new Set(Object.keys(STAGES)));
  });

  test("MX always names somebody", () => {
    expect(all.states.filter(({ mx }) => mx === "")).toEqual([]);
  });

  test("the ordinary ways out and back are as the table describes each stage", () => {
    const wishes = (event: Event) => event === "assigned" || event === "deassigned";
    const turned = (stage: Stage, event: Event) => wishes(event) && stage !== "assigned" && stage !== "closed";
    const straight = Object.fromEntries(
      Object.entries(STAGES).map(([stage, row]) => [
        stage,
        { ...row, on: Object.fromEntries(Object.entries(row.on).filter(([e]) => !turned(stage as Stage, e as Event))) },
      ]),
    ) as Table;
    const { states, wrong } = search(straight, [begin], false);
    expect(wrong).toEqual([]);
    for (const state of states) {
      const { home, central, mx } = STAGES[state.stage];
      for (const [side, said] of [
        ["home", home],
        ["central", central],
      ] as const)
        if (said === "on" || said === "off")
          expect([state.stage, side, state[side]]).toEqual([state.stage, side, said === "on"]);
      if (mx === "home" || mx === "central") expect([state.stage, state.mx]).toEqual([state.stage, mx]);
    }
    const moving = (side: Side) =>
      new Set(states.filter((s) => STAGES[s.stage][side].startsWith("goes")).map((s) => s[side]));
    expect(moving("home").size + moving("central").size).toBe(4);
  });
});

describe("the search finds what it is made for:", () => {
  const changed = (stage: Stage, on: StageRow["on"], row: Partial<StageRow> = {}): Table => ({
    ...STAGES,
    [stage]: { ...STAGES[stage], ...row, on: { ...STAGES[stage].on, ...on } },
  });
  test.each<[string, Table]>([
    ["a move without a drain", changed("switching", { moved: "closing" })],
    ["a way home without a drain", changed("switching-back", { "moved-back": "closed" }, { central: "goes off" })],
    ["local mail that goes off again without a drain", changed("assigned", { "local-on": "closing" })],
    ["MX that was changed while it drained, and is not drained anew", changed("closing", { "mx-astray": "closing" })],
    ["a turn to a way home on which local mail is not switched on", changed("reopening", { assigned: "proving" }, {})],
    ["local mail that goes off while it drains", changed("draining", {}, { home: "goes off" })],
    ["MX that goes back before local mail is on", changed("reopening", {}, { mx: "goes back" })],
  ])("%s", (_, table) => {
    expect(search(table, beginnings, true).wrong).not.toEqual([]);
  });
});
