import type { Planted } from "./patch";
import { plesk, sync, told } from "./planting";

/** Mistakes by which an answer would be believed that comes from the past, is cut off, short or untrue. */
export const LIES: Planted[] = [
  {
    breaks: "S1",
    mistake: "a name of which home shows no zone counts as moved",
    patches: [sync("decide-close", "zonesOfNames(c.source, pair).map", "mailZones(c.source).map")],
    story: told(
      1922750907,
      1,
      [34, "fault stale-read", 0, 602],
      [0, "add-alias"],
      [472, "maintenance", 988, 422],
      [14, "wish-assigned", 436, 459],
    ),
  },
  {
    breaks: "S3",
    mistake: "the mail server's addresses are believed to be all right before its MX goes home",
    patches: [
      sync("recheck", 'domain = side === "source" ? home : central;', 'domain = side === "source" ? home : null;'),
    ],
    story: told(
      298763908,
      1,
      [0, "foreign-mx"],
      [504, "central-add-address", 0, 922],
      [334, "fault stale-read", 74, 207],
      [455, "central-add-address", 313, 699],
      [19, "wish-deassigned", 999, 161],
      [1, "wish-deassigned", 1, 833],
      [839, "central-delete-domain", 465, 708],
      [437, "fault clock-ahead", 321, 743],
    ),
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
    breaks: "S30",
    mistake: "a panel's ok is believed without reading back",
    patches: [sync("apply", 'if (verdict?.is === "settled") {', 'if (verdict?.is === "settled" || told.ok) {')],
    under: ["ok-without-effect"],
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
