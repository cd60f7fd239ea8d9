import type { Planted } from "./patch";
import { plesk, sync, told } from "./planting";

const unproven = sync(
  "decide",
  "if (c.written.proven !== null && c.written.proven === provenDigest(c.source)) return null;",
  "return null;",
);

/** Mistakes by which mail would be lost, or a server not come back as it was. */
export const MAIL: Planted[] = [
  {
    breaks: "S3",
    mistake: "a mailbox that is made at home while a domain waits on its way there is not made at the mail server",
    patches: [sync("decide-back", "wasNamed(c) && c.central?.mail.service && !c.leftWithout", "c.account.id < 0")],
    story: told(2, 1, [1500, "wish-deassigned"], [60, "secondary-stale", 0, 940], [200, "add-address", 0, 1]),
  },
  {
    breaks: "S3",
    mistake: "a mailbox that is made at home while the old MX runs out is not made at the mail server",
    patches: [
      sync(
        "compare-addresses",
        "if (!found) {",
        'if (!found && account.stage !== "building") continue;\n    if (!found) {',
      ),
    ],
    story: told(2, 1, [120, "add-address", 0, 1]),
  },
  {
    breaks: "S1",
    mistake: "local mail goes off without draining",
    patches: [sync("decide-close", "if (context.now < until)", "if (context.now < 0)")],
  },
  {
    breaks: "S1",
    mistake: "on the way home a name server that is silent counts as one that names the mail server no more",
    patches: [
      sync("decide-switch-back", 'if ("unknown" in who && !wasNamed(c)) continue;', 'if ("unknown" in who) continue;'),
    ],
    story: told(2, 1, [1440, "wish-deassigned"], [365, "secondary-stale", 0, 600], [360, "dns-down", 0, 60]),
  },
  {
    breaks: "S1",
    mistake: "the mail server is known by its own name alone",
    patches: [sync("mx", "host === central.mxHost || others.has(host)", "host === central.mxHost")],
    story: told(320956365, 1, [2, "mx-other-name"], [0, "wish-deassigned"], [0, "add-domain"]),
  },
  {
    breaks: "S1",
    mistake: "a clock that is set forward ends the time to drain",
    patches: [
      sync(
        "drain",
        "return afterLeaps(until, account.stageSince?.getTime() ?? until, leaps) + doubt;",
        "return until + doubt;",
      ),
    ],
    story: told(3, 1, [60, "clocks-ahead"], [5, "second-worker"]),
  },
  {
    breaks: "S1",
    mistake: "a clock that is set forward ends the time in which an unanswered change may take effect",
    patches: [
      sync(
        "steps",
        "afterLeaps(begun + limits.lateEffect * 1000, begun, leaps) + doubt",
        "begun + limits.lateEffect * 1000 + doubt",
      ),
    ],
    story: told(1, 1, [495, "fault late-effect"], [20, "clocks-ahead"], [5, "wish-deassigned"], [2, "second-worker"]),
  },
  {
    breaks: "S1",
    mistake: "local mail goes off for an alias that is new since the domain was looked at",
    patches: [sync("deeds", "const why = changedSince(asSeen, aliases, mx);", "const why = null as string | null;")],
    story: told(3, 1, [495, "fault paused", 0, 2], [100, "add-alias", 0, 3]),
  },
  {
    breaks: "S1",
    mistake: "local mail goes off however long ago it was looked whether anything has changed",
    patches: [sync("apply", "world.clock.now() - oldest(due, looked) > FRESH", "world.clock.now() < looked")],
    story: told(3, 1, [495, "fault paused", 0, 5], [100, "add-alias", 0, 3]),
  },
  {
    breaks: "S1",
    mistake: "mail goes on at the mail server where somebody has suspended the subscription",
    patches: [sync("compare", "if (service && central.suspended && !wasNamed(c))", "if (c.account.id < 0)")],
    story: told(8, 1, [1, "central-suspend"], [20, "smtp-down", 0, 392], [0, "add-site"], [77, "wish-assigned"]),
  },
  {
    breaks: "S3",
    mistake: "a mailbox that is made on the mail server while its domain goes home is not made at home",
    patches: [sync("decide-back", 'stage === "reopening" ? [] : madeMeanwhile(c, context)', "[] as Operation[]")],
    story: told(2, 1, [1500, "wish-deassigned"], [60, "secondary-stale", 0, 940], [420, "central-add-address"]),
  },
  {
    breaks: "S1",
    mistake: "what another name server told before is forgotten with it",
    patches: [sync("rounds", "Math.max(written.longestTtl, heardTtl(c, pair))", "written.longestTtl")],
    story: told(
      653787312,
      1,
      [9, "wish-assigned", 843, 411],
      [2, "fault permission-denied", 899, 9],
      [750, "wish-assigned", 166, 864],
      [3, "fault second-worker", 166, 109],
      [341, "rename-domain", 715, 891],
    ),
  },
  {
    breaks: "S1",
    mistake: "what caches were told before a domain came home is forgotten when it sets out again",
    patches: [sync("advance", "c.written.elsewhere = [];", "c.written.elsewhere = [];\n    c.written.longestTtl = 0;")],
    story: told(
      1107794991,
      1,
      [20, "mx-other-name", 150, 926],
      [9, "suspend-client", 4, 730],
      [5, "rename-domain", 594, 778],
      [67, "wish-deassigned", 479, 135],
      [814, "suspend-client", 484, 331],
      [704, "fault paused", 857, 74],
      [0, "fault wish-turned", 598, 998],
      [131, "wish-assigned", 430, 60],
    ),
  },
  {
    breaks: "S1",
    mistake: "the mail server takes mail for a domain whose mail goes to a third place",
    patches: [sync("decide-away", 'if (leads.to === "us" ||', 'if (leads.to !== "unknown" ||')],
    story: told(1529073306, 2, [20, "fault refused", 0, 415], [0, "fault refused", 0, 784]),
  },
  {
    breaks: "S1",
    mistake: "the mail server goes on taking mail for a domain that is led away in the middle of its move",
    patches: [
      sync(
        "decide-away",
        'if (stage !== "building") return advanceOn(c, "led-away");',
        'if (stage !== "building") return step;',
      ),
    ],
    story: told(3, 1, [0, "smtp-down", 0, 601], [60, "mx-away"], [700, "set-unknown"]),
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
    story: told(
      104811794,
      1,
      [357, "fault wish-turned"],
      [73, "fault reply-lost", 0, 707],
      [3, "wish-assigned"],
      [0, "wish-deassigned"],
      [13, "foreign-mx"],
      [338, "wish-deassigned"],
      [571, "wish-assigned"],
    ),
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
    story: told(2, 1, [1500, "wish-deassigned"]),
  },
];
