import { expect, test } from "vitest";
import { answerProblem } from "@/db/answers";
import { homeOf } from "@/e2e/fleet/home";
import type { Assumptions } from "@/e2e/fleet/model";
import { likely } from "@/e2e/fleet/world";
import { ground } from "./testing";

/** The other answer of each assumption; `mailboxesOnMailOff` has a test of its own. */
const others: Partial<{ [K in keyof Assumptions]: Assumptions[K][] }> = {
  operators: ["merged"],
  blankFilterId: ["id"],
  lastId: ["inclusive"],
  mailSwitchTwice: ["error"],
  duplicateRecord: ["doubled"],
  aliasZones: ["follow"],
  recordValues: ["as-sent"],
  siteGetMain: ["missing"],
  mailNameExists: ["1023"],
  unknownSite: ["1015"],
  mailboxPassword: ["plain"],
  suspendedBit: ["16"],
  keyListing: ["identifiers"],
  licenceFull: ["1023"],
  createWhileOff: ["refused"],
  mailNameCase: ["kept"],
  unknownOwner: ["1013", "1015"],
  checkOrder: ["credentials-first"],
  afterFailure: ["stop"],
  deniedAs: ["1010", "http403"],
  unknownEcho: ["id"],
  punycodeFilter: ["missing"],
  administratorOwner: ["missing"],
  keyWithoutAddress: ["any"],
  sessionAddress: ["enforced"],
  weakPassword: ["1023"],
  loginCase: ["different"],
  suspendedMail: ["accepted"],
  zoneOnMailOff: ["mx-removed"],
  zoneOnRename: ["rebuilt"],
  remoteRecords: ["template"],
  subdomainMail: ["1017"],
  unknownButton: ["1023"],
  unknownPlan: ["1023"],
  setWithoutAliases: ["cleared"],
  giveToAdministrator: ["1015"],
};

const world = await ground({ servers: 2, domains: 8, ttl: 0 });
const web1 = world.model("web1");
const mail1 = world.model("mail1");
const models = world.fleet.servers.map((server) => server.model);
// Suspended at home is a decision of its own, tested elsewhere.
await world.fleet.act("web1", "resume-client", ["mfischer"]);

test("every assumption that a panel's answer can contradict is tried in its other answer", () => {
  expect([...Object.keys(others), "mailboxesOnMailOff"].sort()).toEqual(Object.keys(likely).sort());
});

const cases = Object.entries(others).flatMap(([name, answers]) =>
  (answers ?? []).map((answer) => [name, answer] as const),
);

test.each(cases)("the main job goes out and back when %s is %s", async (name, answer) => {
  const before = homeOf(web1);
  for (const model of models) Object.assign(model.assumptions, likely, { [name]: answer });
  const subdomains = name === "subdomainMail" ? ["team.lindqvist-architects.example"] : [];

  await world.wish("web1", "assigned");
  await world.settle("web1");
  for (const row of await world.domains("web1")) {
    expect(row).toMatchObject({ stage: "assigned", problem: null });
    const central = mail1.domains.find((domain) => domain.asciiName === row.ascii);
    expect(central?.mail.service).toBe(subdomains.includes(row.name) ? "off" : "on");
  }
  const published = web1.zones.filter((zone) => zone.domainId && !subdomains.includes(zone.asciiName));
  for (const zone of published)
    expect(zone.records.filter((r) => r.type === "MX").map((r) => r.value.replace(/\.$/, ""))).toEqual([mail1.name]);

  await world.wish("web1", "deassigned");
  await world.settle("web1");
  expect(await world.db.query.assignments.findMany()).toEqual([]);
  expect(homeOf(web1)).toEqual(before);
  expect(world.fleet.servers.flatMap((server) => server.violations)).toEqual([]);
});

test("a panel that removes mailboxes when mail goes off is found out with one domain, and asked no second time", async () => {
  for (const model of models) Object.assign(model.assumptions, likely, { mailboxesOnMailOff: "removed" });
  const boxes = (ascii: string) => {
    const domain = web1.domains.find((each) => each.asciiName === ascii);
    return web1.mailNames.filter((mailName) => mailName.domainId === domain?.id).length;
  };
  await world.wish("web1", "assigned");
  await world.settle("web1");
  await world.settle("web1");
  const rows = await world.domains("web1");
  const lost = rows.filter((row) => row.problem === "mailboxes-gone");
  expect(lost).toHaveLength(1);
  for (const row of rows) if (row !== lost[0]) expect(boxes(row.ascii)).toBe(row.addressCount);
  const central = mail1.domains.find((domain) => domain.asciiName === lost[0]?.ascii);
  expect(mail1.mailNames.filter((mailName) => mailName.domainId === central?.id).length).toBeGreaterThan(0);

  const goOn = { answer: "enforce", to: "mailboxes-gone", by: "anna" } as const;
  expect(await answerProblem(world.db, lost[0]?.id ?? 0, goOn)).toBe(true);
  for (const model of models) model.assumptions.mailboxesOnMailOff = "kept";
  await world.settle("web1");
  for (const row of await world.domains("web1")) expect(row).toMatchObject({ stage: "assigned", problem: null });
});
