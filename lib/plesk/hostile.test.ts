import { expect, test } from "vitest";
import { readXml, type XmlElement } from "@/e2e/fleet/panel/xml";
import { listen, through } from "@/e2e/hostile/samples";
import { chance, spoilers } from "@/e2e/hostile/spoil";
import { createPanel } from "./panel";
import { defaultLimits, readPacket } from "./parse";
import { scripted } from "./testing";

/** How many answers are spoilt: some with every change, 50 000 when HOSTILE says so. */
const wanted = Number(process.env.HOSTILE ?? 4_000);

/** What an answer says to somebody who reads it as a tree: for each operation, the states of its results. Null: nothing. */
function said(answer: string): string[][] | null {
  try {
    // What marks UTF-8 at the start says nothing, once or twice.
    const root = readXml(answer.replace(/^\ufeff+/, ""));
    if (root.name !== "packet" || root.has("system")) return null;
    return root.children
      .filter(({ name }) => name !== "output")
      .flatMap((operator) => operator.children)
      .map(states);
  } catch {
    return null;
  }
}
const states = (operation: XmlElement): string[] =>
  (operation.name === "update" ? operation.children : [operation]).flatMap(({ children }) =>
    children.map((result) => result.texts("status").join()),
  );

test(`${wanted} spoilt answers: none crashes, hangs, or is taken for a success that it does not tell`, async () => {
  const samples = await listen();
  expect(samples.length).toBeGreaterThanOrEqual(30);
  const by = chance(Number(process.env.SEED ?? 1));
  const wrong: string[] = [];
  let slowest = 0;
  let refused = 0;
  for (let n = 0; n < wanted; n += 1) {
    const { calls, answer } = by.one(samples);
    let spoilt = answer;
    for (let turn = by.below(3); turn >= 0; turn -= 1) spoilt = by.one(spoilers)(spoilt, by, by.one(samples).answer);
    const panel = createPanel({ transport: scripted(() => spoilt), credential: { key: "k" } });
    const before = performance.now();
    const outcomes = await through(panel, calls).catch((error) => {
      wrong.push(`${n} threw ${error}: ${spoilt.slice(0, 300)}`);
      return [];
    });
    slowest = Math.max(slowest, performance.now() - before);
    const done = outcomes.filter(({ ok }) => ok).length;
    refused += outcomes.length - done;
    // Only a change needs its word weighed: whatever is read is compared with the other side, and read again.
    if (done === 0 || calls[0]?.kind !== "change") continue;
    const operations = said(spoilt);
    const fine = operations?.filter((each) => each.length > 0 && each.every((state) => state === "ok")).length ?? 0;
    if (done > fine) wrong.push(`${n}: ${done} done by ${spoilt.slice(0, 600)}`);
  }
  expect(wrong).toEqual([]);
  expect(slowest).toBeLessThan(1_000);
  expect(refused).toBeGreaterThan(wanted / 2);
  expect(Object.keys(Object.prototype)).toEqual([]);
  console.log(`${wanted} spoilt answers, ${refused} outcomes refused, the slowest took ${Math.round(slowest)} ms`);
}, 600_000);

test("an answer that keeps the parser busy is given up, and one of the longest kind is read evenly", () => {
  const head = '<packet version="1.6.9.1"><customer><get><result>';
  const busy = `${head}${"<a/>".repeat(1_000_000)}</result></get></customer></packet>`;
  const sink = { operation() {}, result() {}, system() {} };
  const read = (work: number) => {
    const reader = readPacket(sink, { ...defaultLimits, work });
    const bytes = Buffer.from(busy);
    for (let at = 0; at < bytes.length; at += 65_536) reader.write(bytes.subarray(at, at + 65_536));
    reader.end();
  };
  expect(() => read(1)).toThrow("takes longer than 1 ms to read");
  expect(() => read(defaultLimits.work)).not.toThrow();
});
