import { expect, test } from "vitest";
import { decisionFor, deedWords, moreThanShown } from "./words";

test("who decides for many is told of MX, of local mail and of all that is overwritten, before a word is typed", () => {
  const { title, meaning, confirm } = deedWords.enforce;
  expect(title).not.toContain("Plesk server");
  for (const words of [meaning.join(" "), confirm?.hint]) expect(words).toMatch(/MX.* local mail.* overwritten/);
  expect(meaning.join(" ")).toContain("addresses, forwards, autoresponders, catch-all");
});

test("that a server goes on is no decision for many", () => {
  expect(decisionFor("mailboxes-gone")).toBeNull();
});

test("a page that showed fewer is told how many there are", () => {
  expect(moreThanShown(43, 3)).toBe("These are 43 accounts now, not 3. Nothing was changed; look again.");
});
