import type { Patch, Planted } from "./patch";
import type { Story } from "./story";

const sync = (name: string, find: string, replace: string): Patch => ({ file: `lib/sync/${name}.ts`, find, replace });
const plesk = (name: string, find: string, replace: string): Patch => ({ file: `lib/plesk/${name}.ts`, find, replace });

/** A story in which a mistake was found, as small as it was made. */
const told = (
  seed: number,
  homes: number,
  ...happenings: [after: number, what: string, a?: number, b?: number][]
): Story => ({
  seed,
  homes,
  happenings: happenings.map(([after, what, a = 0, b = 0]) => ({ after, what, a, b })),
});

const unproven = sync(
  "decide",
  "if (c.written.proven !== null && c.written.proven === provenDigest(c.source)) return null;",
  "return null;",
);

export const PLANTED: Planted[] = [
  {
    breaks: "S1",
    mistake: "local mail goes off without draining",
    patches: [sync("decide-close", "if (context.now < until)", "if (context.now < 0)")],
  },
  {
    breaks: "S1",
    mistake: "what another name server told before is forgotten with it",
    patches: [sync("rounds", "Math.max(written.longestTtl, heardTtl(c, pair))", "written.longestTtl")],
    story: told(512146346, 1, [20, "rename-domain"], [20, "add-domain"]),
  },
  {
    breaks: "S2",
    mistake: "the old MX is removed and ours is not added",
    patches: [
      sync(
        "decide-switch",
        "const adds = views.flatMap((view) => (view.needsAdd ?",
        "const adds = views.flatMap((view) => (view.needsAdd && c.account.id < 0 ?",
      ),
      sync(
        "decide-switch",
        "const unseen = views.find((view) => view.published",
        "const unseen = views.find((view) => view.zone.ttl < 0 && view.published",
      ),
      sync("deeds", "if (missing || operation.keep.length === 0)", "if (missing && operation.keep.length === 0)"),
    ],
  },
  {
    breaks: "S3",
    mistake: "one address of each domain is forgotten and nothing is proven",
    patches: [
      sync(
        "compare-addresses",
        "for (const address of source.addresses) {",
        "for (const address of source.addresses.slice(1)) {",
      ),
      sync("compare", "source.addresses.some((address) => !names.has(address.name)) ||", ""),
      unproven,
    ],
  },
  {
    breaks: "S4",
    mistake: "nobody counts what lies at home when MX has moved",
    patches: [sync("advance", "await countLeftBehind(world, advances);", "")],
  },
  {
    breaks: "S5",
    mistake: "local mail goes off without asking every name server",
    patches: [
      sync("mx", "seenEverywhere: complete && !without,", "seenEverywhere: true,"),
      sync("mx", "onlyCentral: complete && answers.every(only) &&", "onlyCentral:"),
      sync("decide-close", "if (context.now < until)", "if (context.now < 0)"),
    ],
  },
  {
    breaks: "S6/S7",
    mistake: "switching mail off removes the domain",
    patches: [
      plesk(
        "mail",
        'operation("mail", on ? "enable" : "disable", [el("site-id", id)])',
        'on ? operation("mail", "enable", [el("site-id", id)]) : operation("site", "del", [el("filter", [el("id", id)])])',
      ),
    ],
  },
  {
    breaks: "S6/S7",
    mistake: "an MX record is removed by a blank filter",
    patches: [
      plesk("call", "for (const operation of operations) refuseBlankFilter(operation.node);", ""),
      plesk("dns", 'operation("dns", "del_rec", [only("id", id)])', 'operation("dns", "del_rec", [el("filter", [])])'),
    ],
  },
  {
    breaks: "S8",
    mistake: "any MX but ours is removed, whoever put it there",
    patches: [sync("decide-switch", "recorded.some((old) => old.host === mx.host))", "recorded.length >= 0)")],
  },
  {
    breaks: "S9",
    mistake: "nothing is recorded before the first change",
    patches: [sync("advance", "      records.push({ accountId: c.account.id, part, data });", "")],
  },
  {
    breaks: "S10",
    mistake: "what is recorded is taken anew while ours is in place",
    patches: [
      sync(
        "advance",
        "const untouched = c.written.switchedAt === null && !c.written.homeMailOff && !ours;",
        "const untouched = true;",
      ),
    ],
  },
  {
    breaks: "S11",
    mistake: "MX comes back with another preference",
    patches: [sync("cases", "return { preference, host: inside", "return { preference: preference + 5, host: inside")],
  },
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
        "if (gate.open) return panel.change(due.map(({ call }) => call));",
        'if (gate.open) { const told = await panel.change(due.map(({ call }) => call)); return told.some((t) => !t.ok && t.error.kind === "unknown-outcome") ? panel.change(due.map(({ call }) => call)) : told; }',
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
];
