import { expect, test } from "vitest";
import { fewOfEach, markedIn } from "./answer";

const found = (kind: string, title: string) => ({ kind, title, note: "", href: `/${title}` });

test("Enter goes to the marked entry of the answer to what is typed, and to none of an older answer", () => {
  const answer = { words: "kap", found: [found("Domain", "kapitel.example"), found("Domain", "kaplan.example")] };
  expect(markedIn(answer, "kap", 1)?.title).toBe("kaplan.example");
  expect(markedIn(answer, "kaplan", 0)).toBeUndefined();
  expect(markedIn({ words: "", found: [found("Do", "Register a Plesk server")] }, "kaplan", 0)).toBeUndefined();
  expect(markedIn({ words: "nobody", found: [] }, "nobody", 0)).toBeUndefined();
});

test("much of one kind pushes nothing of another out, and each kind keeps its order", () => {
  const names = Array.from({ length: 9 }, (_, index) => found("Domain", `mail${index}.example`));
  const few = fewOfEach([...names, found("Do", "Add mail server"), found("Go to", "Centralized Mail")], 3);
  expect(few.map(({ title }) => title)).toEqual([
    "mail0.example",
    "mail1.example",
    "mail2.example",
    "Add mail server",
    "Centralized Mail",
  ]);
});
