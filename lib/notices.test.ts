import { describe, expect, test } from "vitest";
import { bodyOf, graveOf, type Notice, stillSo, subjectOf, testNotice, textOf } from "./notices";

const trouble = (key: string, grave = false) => ({
  key,
  title: `${key} does not answer.`,
  detail: "The connection was refused.",
  path: `/servers/${key}`,
  grave,
  since: "2026-11-25T03:04:05.000Z",
});
const notice = (began: string[], over: string[] = []): Notice => ({
  at: "2026-11-25T03:06:00.000Z",
  began: began.map((key) => trouble(key)),
  over: over.map((key) => trouble(key)),
});
const url = "https://mail.provider.example";

describe("a message", () => {
  test("says in its subject what it is about", () => {
    expect(subjectOf(notice(["web1"]))).toBe("web1 does not answer.");
    expect(subjectOf(notice(["web1", "web2"], ["web3"]))).toBe("2 things need you, first: web1 does not answer.");
    expect(subjectOf(notice([], ["web3"]))).toBe("Over: web3 does not answer.");
    expect(subjectOf(notice([], ["web3", "web4"]))).toBe("Over: 2 troubles, first: web3 does not answer.");
    expect(subjectOf(testNotice("ada", new Date()))).toBe("Over: ada has sent a test message");
  });

  test("tells each with its cause, since when, and where to go", () => {
    expect(textOf(notice(["web1"], ["web2"]), url)).toBe(
      `NEEDS YOU

web1 does not answer.
The connection was refused.
since 2026-11-25 03:04 UTC · https://mail.provider.example/servers/web1

OVER

web2 does not answer.
The connection was refused.
since 2026-11-25 03:04 UTC · https://mail.provider.example/servers/web2
`,
    );
  });

  test("stays short where three hundred servers fail at once", () => {
    const text = textOf(notice(Array.from({ length: 300 }, (_, place) => `web${place}`)), url);
    expect(text.match(/does not answer/g)).toHaveLength(20);
    expect(text).toContain("and 280 more: https://mail.provider.example/problems");
  });

  test("is for programs the same in JSON, with whole addresses", () => {
    expect(JSON.parse(bodyOf(notice(["web1"]), url))).toEqual({
      text: "web1 does not answer.",
      at: "2026-11-25T03:06:00.000Z",
      began: [
        {
          ...{ key: "web1", title: "web1 does not answer.", detail: "The connection was refused.", grave: false },
          ...{ since: "2026-11-25T03:04:05.000Z", url: "https://mail.provider.example/servers/web1" },
        },
      ],
      over: [],
    });
  });

  test("for those who want grave trouble alone is left out where there is none", () => {
    expect(graveOf(notice(["web1"], ["web2"]))).toBeNull();
    const mixed = { ...notice(["web1"]), over: [trouble("mail1", true)] };
    expect(graveOf(mixed)).toEqual({ ...mixed, began: [] });
  });

  test("that comes late has what still stands alone, and ends what does not; null when that is nothing", () => {
    const late = notice(["web1", "web2"], ["web3", "web4"]);
    expect(stillSo(late, new Set(["web1", "web4"]))).toEqual(notice(["web1"], ["web3"]));
    expect(stillSo(notice(["web1"], ["web3"]), new Set(["web3"]))).toBeNull();
  });
});
