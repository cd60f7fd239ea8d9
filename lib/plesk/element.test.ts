import { describe, expect, test } from "vitest";
import { child, type Element, filled, flag, Malformed, perhaps, perhapsText, text, whole } from "./element";
import { readPacket } from "./parse";

function resultOf(inner: string): Element {
  const found: Element[] = [];
  const reader = readPacket({ operation: () => {}, system: () => {}, result: (result) => void found.push(result) });
  reader.write(Buffer.from(`<packet><a><b><result>${inner}</result></b></a></packet>`));
  reader.end();
  return found[0] as Element;
}

describe("what is taken from a result", () => {
  const result = resultOf("<id>12</id><name/><on>1</on><off>false</off><data><id>3</id></data>");

  test("is read by name, level by level", () => {
    expect(whole(result, "id")).toBe(12);
    expect(text(result, "name")).toBe("");
    expect([flag(result, "on"), flag(result, "off")]).toEqual([true, false]);
    expect(whole(child(result, "data"), "id")).toBe(3);
    expect(perhaps(result, "guid")).toBeUndefined();
    expect(perhapsText(result, "name")).toBe("");
  });

  test.each<[string, () => unknown, string]>([
    ["a missing element", () => child(result, "guid"), "<result> holds no <guid>"],
    ["an element twice", () => text(resultOf("<id>1</id><id>2</id>"), "id"), "<result> holds <id> twice"],
    ["an empty element that must not be", () => filled(result, "name"), "<name> in <result> is empty"],
    ["elements where text belongs", () => text(result, "data"), "<data> holds elements where text belongs"],
    ["a word where a number belongs", () => whole(result, "off"), "<off> is not a whole number"],
    ["nothing where a number belongs", () => whole(result, "name"), "<name> is not a whole number"],
    ["a number too large to be exact", () => whole(resultOf("<n>9007199254740993</n>"), "n"), "not a whole number"],
    ["a word where a truth belongs", () => flag(resultOf("<on>yes</on>"), "on"), "neither true nor false"],
  ])("%s is an error, never a default", (_what, read, message) => {
    expect(read).toThrow(Malformed);
    expect(read).toThrow(message);
  });
});
