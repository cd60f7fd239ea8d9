import { describe, expect, test } from "vitest";
import { answersTo, asked, disputed } from "@/db/answers";
import { decideDomainBack } from "@/lib/sync/decide-back";
import { drain } from "@/lib/sync/decide-close";
import { homeDrift } from "@/lib/sync/drift";
import type { Step } from "@/lib/sync/steps";
import { answers, CENTRAL, context, domain, HOME, mailOff, seen, seenMx, zone } from "@/lib/sync/testing";
import { enforcement, notTaken, turning } from "./enforcement";

type Enforced = Parameters<typeof enforcement>[0];

const account = (changes: Partial<Enforced>): Enforced => ({
  name: "acme.example",
  kind: "domain",
  problem: "changed-by-someone",
  problemDetail: null,
  stage: "assigned",
  differences: [],
  wish: "assigned",
  server: "web1.provider.example",
  mailServer: "mail1.provider.example",
  solvedBy: null,
  ...changes,
});

const written = { ...domain(null).written, switchedAt: "2026-05-01T00:00:00Z", homeMailOff: true };
const at = (mx: string, mail = mailOff) => seen({ mail, zones: [zone({ mx: seenMx(mx) })] });
const home = { source: at(`10 ${HOME}`, seen().mail), publicMx: answers([`10 ${HOME}`, `10 ${CENTRAL}`]), written };

/** The problem as synchronization words it, beside where it finds it. */
function found(step: Step | null, stage: Enforced["stage"], wish: Enforced["wish"]): Enforced {
  if (step?.do !== "problem") throw new Error("no problem was found");
  return account({ stage, wish, problem: step.problem.code, problemDetail: step.problem.detail });
}

const OVERWRITTEN =
  "Everything changed on mail1 since is overwritten: addresses, forwards, autoresponders, catch-all. An address that got a mail alias there stays as it is.";

describe("what somebody changed at home is not called the Plesk server's value", () => {
  const deassigned = context({ wish: "deassigned" });
  const cases: [button: string, Enforced][] = [
    [
      "Point its MX to mail1 again",
      found(homeDrift(domain("assigned", { source: at(`10 ${HOME}`), written }), context()), "assigned", "assigned"),
    ],
    ["Point its MX to mail1 again", found(drain(domain("draining", home), context()), "draining", "assigned")],
    [
      "Switch local mail on web1 off again",
      found(
        homeDrift(domain("assigned", { source: at(`10 ${CENTRAL}`, seen().mail), written }), context()),
        "assigned",
        "assigned",
      ),
    ],
    [
      "Switch local mail on web1 on again",
      found(
        decideDomainBack(
          domain("reopening", { source: seen({ mail: mailOff }), written: { ...written, homeMailOff: false } }),
          deassigned,
        ),
        "reopening",
        "deassigned",
      ),
    ],
    [
      "Set its recorded MX on web1 again",
      found(decideDomainBack(domain("draining-back", home), deassigned), "draining-back", "deassigned"),
    ],
  ];

  test.each(cases)("%s", (button, each) => {
    expect(each.problem).toBe("changed-by-someone");
    expect(answersTo(each)).toEqual(["enforce"]);
    expect(enforcement(each).button).toBe(button);
    expect(enforcement(each).beside).toContain(OVERWRITTEN);
  });
});

test("a value that differs is written again, and all that is overwritten beside it is named", () => {
  const differences = [{ field: "name", source: "a.example", central: "b.example", reason: "changed by someone else" }];
  const value = enforcement(account({ differences }));
  expect(value.button).toBe("Write web1’s value again");
  expect(value.beside).toBe(
    `${OVERWRITTEN} If MX or local mail was changed on web1 too, MX is pointed to mail1 again and local mail goes off.`,
  );
  expect(enforcement(account({ differences, stage: "building" })).beside).toBe(OVERWRITTEN);
  const client = account({ kind: "client", problem: "changed-on-both-sides" });
  expect(enforcement(client).beside).toBe(
    "Everything changed on mail1 since is overwritten: login, name, company, e-mail.",
  );
  for (const problem of ["suspended-at-home", "mailboxes-gone"])
    expect(enforcement(account({ problem })).beside).toBe(OVERWRITTEN);
});

test("what no decision can set again has no answer", () => {
  for (const stage of ["switching", "closing", "switching-back"] as const) {
    const wish = stage === "switching-back" ? "deassigned" : "assigned";
    expect(disputed(account({ stage, wish }))).toBeNull();
    expect(answersTo(account({ stage, wish }))).toEqual([]);
  }
});

test("nothing is decided of the way out once its server is to be deassigned, until a run has turned it", () => {
  const late = account({ wish: "deassigned" });
  expect(answersTo(late)).toEqual([]);
  expect(notTaken(late, asked(late))).toBe(
    "web1.provider.example is to be deassigned: what there is to decide then shows after its next run. Nothing was changed.",
  );
  expect(turning(late)).not.toBeNull();
  for (const problem of ["missing", "domain-taken"])
    expect(turning(account({ problem, wish: "deassigned" }))).toBeNull();
  expect(answersTo(account({ problem: "missing", wish: "deassigned" }))).toEqual(["close"]);
});

test("an answer to what is asked no longer is told apart, also under the same title", () => {
  const there = account({ problemDetail: "Local mail of acme.example was switched on again on web1." });
  const back = account({ stage: "reopening", wish: "deassigned" });
  expect(asked(there)).not.toBe(asked(back));
  expect(notTaken(back, asked(there))).toBe(
    "acme.example has another problem now: Changed by someone else. Nothing was changed; look again.",
  );
  expect(notTaken(account({ problem: "suspended-at-home" }), asked(there))).toContain("Suspended at home");
  expect(notTaken(account({ problem: null }), asked(there))).toBe(
    "acme.example has no such problem any more. Nothing was changed.",
  );
});
