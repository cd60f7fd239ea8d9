import { describe, expect, test } from "vitest";
import type { Stage } from "@/db/schema";
import { advance } from "./advance";
import { arrive, EVENTS, type Event, next, STAGES, turn } from "./stages";
import { domain } from "./testing";
import type { World } from "./world";

/** Every stage with every event: where it leads; a dot where the event cannot happen. */
const table = `
                assigned   deassigned     built    idle      led-away  proven     moved     drained  local-off  reopened      proven-home     moved-back     restored  woken     local-on  mx-reclaimed    mx-astray      mx-right       gone-unnamed   gone-named      let-go
-               building   .              .        .         .         .          .         .        .          .             .               .              .         .         .         .               .              .              .              .               closed
building        .          draining-back  proving  assigned  .         .          .         .        .          .             .               .              .         .         .         .               .              .              draining-back  .               closed
proving         .          draining-back  .        .         building  switching  .         .        .          .             .               .              .         .         .         .               .              .              draining-back  .               closed
switching       .          reopening      .        .         building  .          draining  .        .          .             .               .              .         .         .         .               .              .              draining-back  .               closed
draining        .          reopening      .        .         .         .          .         closing  .          .             .               .              .         .         .         switching       draining       draining       draining-back  .               closed
closing         .          reopening      .        .         .         .          .         .        assigned   .             .               .              .         .         .         .               draining       .              draining-back  .               closed
assigned        .          reopening      .        .         .         .          .         .        .          .             .               .              .         building  draining  switching       .              .              draining-back  .               closed
reopening       switching  .              .        .         .         .          .         .        .          proving-home  .               .              .         .         .         .               .              .              draining-back  .               closed
proving-home    switching  .              .        .         .         .          .         .        .          .             switching-back  .              .         .         .         .               .              .              draining-back  .               closed
switching-back  switching  .              .        .         .         .          .         .        .          .             .               draining-back  .         .         .         .               .              .              draining-back  .               closed
draining-back   switching  .              .        .         .         .          .         .        .          .             .               .              closed    .         .         switching-back  draining-back  draining-back  .              switching-back  closed
closed          building   .              .        .         .         .          .         .        .          .             .               .              .         .         .         .               .              .              .              .               .`;
const [head = "", ...lines] = table.trim().split("\n");
const events = head.trim().split(/\s+/) as Event[];
const stages = Object.keys(STAGES) as Stage[];

describe("the table of stages", () => {
  test("names every stage and every event", () => {
    expect(events.sort()).toEqual(Object.keys(EVENTS).sort());
    expect(lines.map((line) => line.split(/\s+/)[0])).toEqual(["-", ...stages]);
  });

  test.each(lines.map((line) => line.split(/\s+/)))("at %s says where each event leads", (from = "", ...cells) => {
    const stage = from === "-" ? null : (from as Stage);
    const columns = head.trim().split(/\s+/) as Event[];
    expect(columns.map((event) => next(stage, event) ?? ".")).toEqual(cells);
  });

  test("has an end for every wish from every stage, and whoever has turned turns no more", () => {
    const reaches = (from: Stage, wish: "assigned" | "deassigned") => {
      const seen = new Set<Stage>();
      const go = (stage: Stage) => {
        if (seen.has(stage)) return;
        seen.add(stage);
        // Under one wish the other does not come, and the ordinary way needs nobody's hand.
        for (const event of ordinary) {
          const to = next(stage, event);
          if (to) go(to);
        }
        const turned = turn(stage, wish);
        if (turned) go(turned);
      };
      go(from);
      return seen;
    };
    const ordinary: Event[] = ["built", "proven", "moved", "drained", "local-off"];
    ordinary.push("reopened", "proven-home", "moved-back", "restored", "mx-right");
    for (const stage of stages) {
      expect(reaches(stage, "assigned")).toContain("assigned");
      expect(reaches(stage, "deassigned")).toContain("closed");
      for (const wish of ["assigned", "deassigned"] as const) {
        const turned = turn(stage, wish);
        if (turned) expect(turn(turned, wish)).toBeNull();
      }
    }
  });

  test("switches local mail off in one stage only, which is reached by draining alone", () => {
    expect(stages.filter((stage) => STAGES[stage].home === "goes off")).toEqual(["closing"]);
    const ways = stages.flatMap((from) =>
      events.filter((event) => next(from, event) === "closing").map((event) => `${from} ${event}`),
    );
    expect(ways).toEqual(["draining drained"]);
  });
});

describe("an account", () => {
  const never = new Proxy({}, { get: () => () => Promise.reject(new Error("something was written")) });
  const world = { store: never, clock: { now: () => 0 } } as unknown as World;

  test("is not moved to a stage that the table does not lead to, and nothing is written of it", async () => {
    const c = domain("draining");
    const wrong = [{ c, event: "drained" as const, to: "assigned" as const, until: null }];
    await expect(advance(world, wrong)).rejects.toThrow("“drained” does not lead to assigned");
    const impossible = [{ c, event: "proven" as const, to: "switching" as const, until: null }];
    await expect(advance(world, impossible)).rejects.toThrow("“proven” cannot happen at draining");
    expect(c.account.stage).toBe("draining");
    expect(() => arrive(null, "restored")).toThrow("cannot happen at the beginning");
  });
});
