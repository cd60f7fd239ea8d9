import { describe, expect, test } from "vitest";
import { readPacket } from "./parse";
import { el, optional, UnwritableText, write } from "./xml";

describe("what is written", () => {
  test("children keep their order, and those left out leave no trace", () => {
    const node = el("gen_setup", [el("name", "example.com"), optional("owner-id", undefined), el("status", 0)]);
    expect(write(node)).toBe("<gen_setup><name>example.com</name><status>0</status></gen_setup>");
  });

  test("numbers, booleans and emptiness are written as the grammar has them", () => {
    expect(write(el("a", [el("b", true), el("c", -1), el("d"), el("e", [])]))).toBe(
      "<a><b>true</b><c>-1</c><d/><e></e></a>",
    );
  });

  test("markup in a value stays a value, also after being read again", () => {
    const value = `</passwd><status>0</status>&amp;'"\r\n\t]]> ü 😀`;
    const sent = write(el("errtext", value));
    expect(sent).not.toContain("<status>");
    let received = "";
    const reader = readPacket({
      operation: () => {},
      system: () => {},
      result: ({ first }) => {
        received = first?.text ?? "";
      },
    });
    reader.write(Buffer.from(`<packet><a><b><result>${sent}</result></b></a></packet>`));
    reader.end();
    expect(received).toBe(value);
  });

  test.each([
    ["a control character", "a\u0000b", "U+0000"],
    ["an escape", "\u001b[31m", "U+001B"],
    ["half a character", "a\ud83d", "U+D83D"],
    ["what XML reserves", "\uffff", "U+FFFF"],
  ])("%s is refused with the element's name, not with the text", (_what, value, code) => {
    const writing = () => write(el("mailname", [el("passwd", `secret${value}`)]));
    expect(writing).toThrow(UnwritableText);
    expect(writing).toThrow(`<passwd> holds the character ${code}`);
    expect(writing).not.toThrow("secret");
  });
});
