import { describe, expect, test } from "vitest";
import { check, GrammarFault, grammar } from "./grammar";
import { readXml } from "./xml";

const fits = (notation: string, xml: string) => () => check(readXml(`<it>${xml}</it>`), grammar(notation));

describe("the grammar of requests", () => {
  test("a sequence is taken in its order only", () => {
    expect(fits("a b? c", "<a/><c/>")).not.toThrow();
    expect(fits("a b? c", "<a/><b/><c/>")).not.toThrow();
    expect(fits("a b? c", "<c/><a/>")).toThrow("Element 'c': This element is not expected.");
    expect(fits("a b? c", "<a/><c/><b/>")).toThrow("Element 'b': This element is not expected.");
  });

  test("what must be there is missed by name of its parent", () => {
    expect(fits("a b", "<a/>")).toThrow("Element 'it': Missing child element(s).");
    expect(fits("a+", "")).toThrow(GrammarFault);
  });

  test("one kind of a choice is taken, repeated as it may be", () => {
    expect(fits("f({a* | b*})", "<f/>")).not.toThrow();
    expect(fits("f({a* | b*})", "<f><b/><b/></f>")).not.toThrow();
    expect(fits("f({a* | b*})", "<f><a/><b/></f>")).toThrow("Element 'b'");
    expect(fits("{a | b}{1,2}", "<b/><a/>")).not.toThrow();
    expect(fits("{a | b}{1,2}", "<b/><a/><a/>")).toThrow("Element 'a'");
  });

  test("members of an unordered set come in any order, each once", () => {
    expect(fits("{a? & b? & c?}", "<c/><a/>")).not.toThrow();
    expect(fits("{a? & b? & c?}", "<a/><a/>")).toThrow("Element 'a'");
    expect(fits("{a & b?}", "<b/>")).toThrow("Missing child");
  });

  test("values have their type", () => {
    expect(fits("n:positiveInteger", "<n>0</n>")).toThrow("'0' is not a valid value");
    expect(fits("n:boolean", "<n>1</n>")).not.toThrow();
    expect(fits("n:boolean", "<n>yes</n>")).toThrow("'yes'");
    expect(fits("n:[on|off]", "<n>maybe</n>")).toThrow("not an element of the set");
    expect(fits("n", "<n><m/></n>")).toThrow("Element 'm'");
    expect(fits("n()", "<n>x</n>")).toThrow("Character content");
    expect(fits("n()", "<n x='1'/>")).toThrow("attribute 'x'");
  });
});
