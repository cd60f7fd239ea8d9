import { describe, expect, test } from "vitest";
import type { DomainCase } from "./cases";
import { switchMx } from "./decide-switch";
import { answers, CENTRAL, context, domain, HOME, keptMx, mx, NOW, seen, seenMx, zone } from "./testing";

const both = [`10 ${CENTRAL}`, `10 ${HOME}`];

function move(records: string[], publicMx: DomainCase["publicMx"], changes: Parameters<typeof zone>[0] = {}) {
  const source = seen({ zones: [zone({ mx: seenMx(...records), ...changes })] });
  return switchMx(domain("switching", { source, publicMx }), context());
}

describe("MX of a zone that is published from here", () => {
  test("is asked for at the name servers before anything else", () => {
    expect(move([`10 ${HOME}`], null)).toEqual({ do: "check", check: "name-servers" });
  });

  test("gets the mail server added first, and loses nothing yet", () => {
    const step = move([`10 ${HOME}`], answers([`10 ${HOME}`]));
    expect(step).toMatchObject({ operations: [{ kind: "add-mx", mx: { host: CENTRAL, preference: 10 } }] });
  });

  test("gets the mail server no less preferred than the server it has", () => {
    const step = move([`5 ${HOME}`], answers([`5 ${HOME}`]));
    expect(step).toMatchObject({ operations: [{ kind: "add-mx", mx: { preference: 5 } }] });
  });

  test("loses the old record only when every name server answers with the new one", () => {
    expect(move(both, answers(both, [`10 ${HOME}`]))).toMatchObject({ do: "wait", until: NOW + 10_000 });
    const step = move(both, answers(both));
    expect(step).toMatchObject({
      operations: [
        { kind: "remove-mx", record: keptMx(`10 ${HOME}`)[0]?.id, mx: mx(`10 ${HOME}`)[0], keep: mx(`10 ${CENTRAL}`) },
      ],
    });
  });

  test("keeps a record that was not recorded before the first change", () => {
    const step = move([...both, "20 mail2.acme.example"], answers([...both, "20 mail2.acme.example"]));
    expect(step).toMatchObject({ operations: [{ kind: "remove-mx", mx: { host: HOME } }] });
    expect(step).not.toHaveProperty("operations.1");
  });

  test("keeps everything when nothing is recorded", () => {
    const source = seen({ zones: [zone({ mx: seenMx(...both) })] });
    const c = domain("switching", { source, publicMx: answers(both) });
    c.snapshots.clear();
    expect(switchMx(c, context())).toMatchObject({ do: "problem" });
  });

  test("drains for the longest TTL that was published, a fifth of it, and the margin", () => {
    const step = move([`10 ${CENTRAL}`], answers([`10 ${CENTRAL}`]));
    expect(step).toMatchObject({ do: "advance", to: "draining", until: NOW + (900 * 1.2 + 3600) * 1000 });
  });

  test("drains for what another name server told before it came to the panel's", () => {
    const source = seen({ zones: [zone({ mx: seenMx(`10 ${CENTRAL}`) })] });
    const c = domain("switching", { source, publicMx: answers([`10 ${CENTRAL}`]) });
    Object.assign(c, { written: { ...c.written, longestTtl: 86_400 } });
    expect(switchMx(c, context())).toMatchObject({ to: "draining", until: NOW + (86_400 * 1.2 + 3600) * 1000 });
  });

  test("does not drain while a name server still names home", () => {
    expect(move([`10 ${CENTRAL}`], answers([`10 ${CENTRAL}`], both))).toMatchObject({ do: "wait" });
  });
});

describe("MX is left as it is", () => {
  test.each<[string, ReturnType<typeof move>, string]>([
    [
      "while a name server is silent",
      move([`10 ${HOME}`], answers([`10 ${HOME}`], "no answer")),
      "name-servers-disagree",
    ],
    [
      "where the zone is delegated to nobody",
      move([`10 ${HOME}`], new Map([["acme.example", { failed: "none", again: false }]])),
      "name-servers-disagree",
    ],
    [
      "where the panel does not serve the zone",
      move([`10 ${HOME}`], answers([`10 ${HOME}`]), { served: false, unserved: "off" }),
      "dns-elsewhere",
    ],
    [
      "where the world asks other name servers",
      move([`10 ${HOME}`], answers([`10 ${HOME}`]), { ns: ["ns.x.example"] }),
      "dns-elsewhere",
    ],
    [
      "where the name servers answer otherwise than the panel",
      move([`10 ${HOME}`], answers(["10 old.acme.example"])),
      "dns-elsewhere",
    ],
    [
      "where it names a third server",
      move(["10 mx.filter.example"], answers(["10 mx.filter.example"])),
      "mx-elsewhere",
    ],
    ["where there is none", move([], answers([])), "mx-elsewhere"],
    [
      "where there is no zone",
      switchMx(domain("switching", { source: seen({ zones: [] }), publicMx: answers([`10 ${HOME}`]) }), context()),
      "dns-elsewhere",
    ],
  ])("%s", (_, step, code) => {
    expect(step).toMatchObject({ do: "problem", problem: { code } });
  });

  test("while DNS cannot be asked, and then it is asked again in a minute", () => {
    const trouble = new Map([["acme.example", { failed: "the resolver is silent", again: true }]]);
    expect(move([`10 ${HOME}`], trouble)).toEqual({
      do: "wait",
      waiting: "acme.example: the resolver is silent; asked again in a minute.",
      until: NOW + 60_000,
    });
  });

  test("where its DNS is elsewhere, but goes on once that names the mail server alone", () => {
    const elsewhere = { served: false, unserved: "the zone is a slave" };
    expect(move([`10 ${HOME}`], answers([`10 ${CENTRAL}`]), elsewhere)).toMatchObject({ to: "draining" });
  });
});
