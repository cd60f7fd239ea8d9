import { describe, expect, test } from "vitest";
import { Malformed, perhaps, text } from "./element";
import { defaultLimits, type Limits, NoPacket, readPacket } from "./parse";

/** What a reader tells of these bytes, cut into pieces of the given size. */
function told(
  xml: string | Uint8Array,
  { limits = defaultLimits, piece = 7 }: { limits?: Limits; piece?: number } = {},
) {
  const events: string[] = [];
  const reader = readPacket(
    {
      operation: (operator, operation) => void events.push(`${operator}/${operation}`),
      result: (result) => void events.push(`${text(result, "status")} ${perhaps(result, "id")?.text ?? ""}`.trim()),
      system: (system) => void events.push(`system ${text(system, "errcode")}`),
    },
    limits,
  );
  const bytes = typeof xml === "string" ? Buffer.from(xml) : xml;
  for (let start = 0; start < bytes.length; start += piece) reader.write(bytes.subarray(start, start + piece));
  reader.end();
  return events;
}

const result = (id: number) => `<result><status>ok</status><id>${id}</id></result>`;
const packet = (inner: string) => `<?xml version="1.0" encoding="UTF-8"?><packet version="1.6.9.1">${inner}</packet>`;

describe("a packet", () => {
  test("is told operation by operation and result by result", () => {
    const inner = `<webspace><get>${result(1)}${result(2)}</get><set>${result(1)}</set></webspace><ip><get/></ip>`;
    expect(told(packet(inner))).toEqual(["webspace/get", "ok 1", "ok 2", "webspace/set", "ok 1", "ip/get"]);
  });

  test("may be indented, cut anywhere, and hold a text of several parts", () => {
    const xml = packet(
      `\n <mail>\n <get_info>\n <result> <status>o<![CDATA[k]]></status> <id>&#49;2</id> </result></get_info></mail>`,
    );
    for (const piece of [1, 2, 3, 1000]) expect(told(xml, { piece })).toEqual(["mail/get_info", "ok 12"]);
  });

  test("of mail update has its results one level down", () => {
    expect(told(packet(`<mail><update><set>${result(1)}</set></update></mail>`))).toEqual(["mail/update", "ok 1"]);
  });

  test("refused as a whole is told as its system error, and stray output is left aside", () => {
    const system = "<system><status>error</status><errcode>1014</errcode><errtext/></system>";
    expect(told(packet(`${system}<output><result><a/></result></output>`))).toEqual(["system 1014"]);
  });
});

describe("what is no packet", () => {
  test.each([
    ["<!DOCTYPE html><html><body>Log in</body></html>", "a web page"],
    ["\n<!doctype HTML public><HTML>", "a web page"],
    ["<html><body><br></html>", "a web page"],
    ["{}", "other"],
    ["<rss><packet/></rss>", "other"],
    ["   ", "other"],
    ["", "empty"],
  ])("%j looks like: %s", (body, looks) => {
    const reading = () => told(body, { piece: 1000 });
    expect(reading).toThrow(NoPacket);
    expect(reading).toThrow(expect.objectContaining({ looks }));
  });

  test.each([
    ["cut off", packet(`<ip><get>${result(1)}</get></ip>`).slice(0, -3), "cut off"],
    ["cut inside a result", packet("<ip><get><result><status>ok").slice(0, -9), "cut off"],
    ["followed by something", `${packet("<ip><get/></ip>")}<packet/>`, "not well-formed"],
    ["not well-formed", packet("<ip><get></ip></get>"), "not well-formed"],
    ["an answer and a refusal at once", packet(`<ip><get/></ip><system><errcode>1</errcode></system>`), "at once"],
    ["of another shape", packet("<ip><get><results/></get></ip>"), "<results> where <result> belongs"],
    ["with a DOCTYPE", `<!DOCTYPE packet [<!ENTITY a "b">]>${packet("")}`.replace(/<\?.*?\?>/, ""), "DOCTYPE"],
    [
      "with an entity nobody defined",
      packet("<ip><get><result><status>&a;</status></result></get></ip>"),
      "not well-formed",
    ],
    [
      "with a character XML forbids",
      packet("<ip><get><result><status>\u0001</status></result></get></ip>"),
      "not well-formed",
    ],
    ["in another encoding", packet("").replace("UTF-8", "ISO-8859-1"), "ISO-8859-1"],
  ])("one that is %s is malformed", (_what, xml, message) => {
    expect(() => told(xml)).toThrow(Malformed);
    expect(() => told(xml)).toThrow(message);
  });

  test("one that is not UTF-8 is malformed", () => {
    const latin = Buffer.from(packet("<ip><get><result><status>\u00fc</status></result></get></ip>"), "latin1");
    expect(() => told(latin)).toThrow("not UTF-8");
  });
});

describe("limits", () => {
  const inner = `<ip><get>${result(1)}</get></ip>`;
  test.each([
    [{ bytes: 100 }, "larger than 100 bytes"],
    [{ depth: 4 }, "nested deeper than 4 levels"],
    [{ text: 1 }, "longer than 1 characters"],
    [{ elements: 5 }, "more than 5 elements"],
  ])("%j ends the reading", (limit, message) => {
    expect(() => told(packet(inner), { limits: { ...defaultLimits, ...limit } })).toThrow(message);
  });

  test("reading stops where the limit is passed, not at the end", () => {
    const reader = readPacket({ operation: () => {}, result: () => {}, system: () => {} });
    reader.write(Buffer.from("<packet><a><b><result>"));
    const deep = Buffer.from("<x>".repeat(1000));
    expect(() => reader.write(deep)).toThrow("nested deeper than 64 levels");
  });
});
