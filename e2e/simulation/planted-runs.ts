import type { Planted } from "./patch";
import { plesk, sync, told } from "./planting";

/** Mistakes in how runs come about, hold back, are told the truth, and come to an end. */
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
    breaks: "S18",
    mistake: "an answer that breaks off counts as far as it came",
    patches: [plesk("exchange", "      whole.end();\n", "")],
    under: ["cut-in-half", "cut-early"],
  },
  {
    breaks: "S18",
    mistake: "a code that nobody knows is taken for an object that is not there",
    patches: [plesk("assumptions", "code === 1013 || code === 1015", "code === 1013 || code === 1015 || code > 2000")],
    under: ["unknown-code"],
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
    breaks: "S20",
    mistake: "what a list does not hold has its mail switched off",
    patches: [
      sync("steps", 'c.account.solution === "close" && !c.source;', "!c.source;"),
      sync("radius", "if (before > 0 && after === 0)", "if (before < 0)"),
      sync("radius", "if (gone > HANDFUL && gone > before * SHARE)", "if (gone < -1e9)"),
      sync("decide-back", "for (const zone of namesInUse(c)) {", "for (const zone of [] as string[]) {"),
      sync("decide-back", "if (until !== undefined || !wasNamed(c))", "if (c.account.id > 0)"),
    ],
    under: ["empty-lists", "half-lists"],
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
    breaks: "S30",
    mistake: "a panel's ok is believed without reading back",
    patches: [sync("apply", 'if (verdict?.is === "settled") {', 'if (verdict?.is === "settled" || told.ok) {')],
    under: ["ok-without-effect"],
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
  },
  {
    breaks: "S1",
    mistake: "one answer from the past takes a mail alias from the mail server",
    patches: [sync("change", "await contradicted(world, planned)", "new Map()")],
    story: told(
      20901532,
      1,
      [0, "suspend-client"],
      [20, "wish-deassigned"],
      [505, "central-add-mail-alias"],
      [0, "fault stale-read", 0, 368],
      [357, "add-address", 0, 658],
      [19, "rename-client", 79, 784],
    ),
  },
  {
    breaks: "S11",
    mistake: "a Mail button that no list shows counts as gone",
    patches: [
      sync(
        "button",
        "const found = await ours(world, known);",
        "known.length = 0;\n  const found = await ours(world, known);",
      ),
    ],
    story: told(
      0,
      1,
      [0, "lists-empty", 0, 541],
      [20, "wish-deassigned"],
      [270, "fault second-worker"],
      [11, "fault refused", 0, 4],
    ),
  },
];
