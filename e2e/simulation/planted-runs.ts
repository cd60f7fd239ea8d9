import type { Planted } from "./patch";
import { sync, told } from "./planting";

/** Mistakes in how runs come about, hold back and come to an end. */
export const RUNS: Planted[] = [
  {
    breaks: "S12",
    mistake: "the mail server is changed without its turn",
    patches: [sync("apply", '(side === "central" ? world.store.withTurn(send) : send())', "send()")],
  },
  {
    breaks: "S13",
    mistake: "what a run writes that has lost its lease is written",
    patches: [
      {
        file: "db/lease.ts",
        find: "if (rows.length === 0) throw new LeaseMoved",
        replace: "if (rows.length < 0) throw new LeaseMoved",
      },
    ],
    test: "e2e/simulation/store.test.ts",
  },
  {
    breaks: "S14",
    mistake: "a change is made though the wish that it comes from is not the newest",
    patches: [
      {
        file: "lib/worker/store.ts",
        find: 'if (now.generation !== pair.assignment.generation) return { open: false, why: "wish-changed" };',
        replace: "",
      },
    ],
    test: "e2e/simulation/store.test.ts",
  },
  {
    breaks: "S14",
    mistake: "an older look overwrites what a newer one saw",
    patches: [{ file: "db/net-status.ts", find: "lte(servers.netCheckedAt, at)", replace: "sql`true`" }],
    test: "db/net-status.test.ts",
  },
  {
    breaks: "S15",
    mistake: "a domain under way does not turn round when the wish does",
    patches: [sync("reconcile", "await turnRound(world, cases);", "")],
  },
  {
    breaks: "S14",
    mistake: "an answer of before writes over an alias that came to the mail server since",
    patches: [sync("compare-addresses", "enforce && born.length === 0", "enforce")],
    story: told(552741435, 1, [20, "lists-empty"], [20, "enforce"], [0, "central-add-mail-alias"], [0, "add-domain"]),
  },
  {
    breaks: "S16",
    mistake: "a domain whose making got no answer is made again instead of found",
    patches: [
      sync(
        "deeds",
        "const domain = found.get(operation.externalId);\n        if (domain) return settled(domain.id);",
        "found.get(operation.externalId);",
      ),
    ],
    under: ["reply-lost", "killed-after"],
  },
  {
    breaks: "S16",
    mistake: "what waits for something with a problem has none itself",
    patches: [sync("rounds", "const why = problem ?? earlier;", "const why = null as typeof problem;")],
    story: told(416882000, 2, [20, "wish-assigned", 663], [27, "add-site", 495, 839]),
  },
  {
    breaks: "S17",
    mistake: "a change without an answer is sent again at once",
    patches: [
      sync(
        "apply",
        "if (gate.open && !stale) return panel.change(due.map(({ call }) => call));",
        'if (gate.open && !stale) { const told = await panel.change(due.map(({ call }) => call)); return told.some((t) => !t.ok && t.error.kind === "unknown-outcome") ? panel.change(due.map(({ call }) => call)) : told; }',
      ),
    ],
    under: ["reply-lost", "cut-in-half", "hang"],
  },
  {
    breaks: "S19",
    mistake: "only a fresh wish finds work, the sweep none",
    patches: [
      sync(
        "reconcile",
        "return central.automatic && !wanted(assignment.refreshWantedAt, assignment.lookedAt);",
        "return central.automatic && false;",
      ),
    ],
  },
  {
    breaks: "S21",
    mistake: "the first disruptive change of a batch does not go alone",
    patches: [
      sync(
        "change",
        "const [done] = await settleAll([canary]);",
        "const [done] = await settleAll([canary, ...others]);",
      ),
    ],
  },
  {
    breaks: "S21",
    mistake: "the first of a batch counts by what is read of it, whether or not it was answered",
    patches: [sync("apply", "changed: true, proven: told.ok }", "changed: true, proven: true }")],
    under: ["reply-lost", "cut-in-half"],
    during: "deassign",
  },
  {
    breaks: "S22",
    mistake: "the gate is not asked",
    patches: [sync("apply", "const gate = await world.store.gate();", "const gate = { open: true } as Gate;")],
  },
  {
    breaks: "S22",
    mistake: "another certificate that was shown holds nothing up",
    patches: [
      {
        file: "lib/worker/store.ts",
        find: 'if (now.otherCertificate) return { open: false, why: "certificate" };',
        replace: "",
      },
    ],
    test: "e2e/simulation/store.test.ts",
  },
  {
    breaks: "S23",
    mistake: "nobody looks which server answers",
    patches: [sync("observe", "if (seen === expected.guid) return;", 'if (seen !== "") return;')],
    amid: "another-server",
  },
  {
    breaks: "S11",
    mistake: "an assignment ends while a button that was asked for may still appear",
    patches: [sync("button", "return clock.now() < until ? { until, why: MAY_APPEAR } : null;", "return null;")],
    story: told(
      0,
      1,
      [0, "fault late-effect"],
      [20, "fault wish-turned", 0, 120],
      [20, "wish-assigned"],
      [82, "fault reply-lost"],
    ),
  },
  {
    breaks: "S17",
    mistake: "a button that was asked for and not answered is asked for again",
    patches: [sync("button", "if (await buttonMayAppear(world)) return;", "")],
    under: ["late-effect"],
  },
  {
    breaks: "S17",
    mistake: "a button that a panel made twice stays there twice",
    patches: [sync("button", "all.filter(({ id }) => !stay.includes(id))", "all.slice(all.length)")],
    under: ["effect-twice"],
  },
  {
    breaks: "S16",
    mistake: "what was only looked at counts as decided",
    patches: [sync("assess", 'if (c.settled || !("snapshots" in c)) {', "if (source !== undefined) {")],
    under: ["certificate-changed"],
    during: "synchronize",
  },
];
