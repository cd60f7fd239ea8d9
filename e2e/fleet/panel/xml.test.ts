import { expect, test } from "vitest";
import { indented, leaf, readXml, wrap } from "./xml";

test("a value survives writing and reading whatever signs it holds", () => {
  const value = `a<b>&"c'd]]>é`;
  expect(readXml(leaf("x", value)).content).toBe(value);
});

test("a document type is refused", () => {
  expect(() => readXml('<!DOCTYPE packet [<!ENTITY e "x">]><packet/>')).toThrow("document type");
});

test("text between elements and a half document are refused", () => {
  expect(() => readXml("<a>text<b/></a>")).toThrow("Character content");
  expect(() => readXml("<a><b>")).toThrow();
  expect(() => readXml("")).toThrow();
});

test("indenting changes no value", () => {
  const lines = indented(wrap("a", leaf("b", "x > y"), wrap("c", leaf("d", ""))));
  expect(lines).toBe("<a>\n  <b>x &gt; y</b>\n  <c>\n    <d/>\n  </c>\n</a>");
});
