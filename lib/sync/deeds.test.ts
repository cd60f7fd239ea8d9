import { expect, test } from "vitest";
import type { DomainId } from "@/lib/plesk/objects";
import { objectId } from "@/lib/plesk/objects";
import { deed } from "./deeds";
import { plainAddress } from "./facts";
import type { Operation } from "./operations";
import { address } from "./testing";

const domain: DomainId = objectId<"domain">(7);
const info = (...aliases: string[]) => address("info", { aliases });
const base = { accountId: 12, reason: "", domain, at: "acme.example" } as const;
const judged = (operation: Operation, found: ReturnType<typeof info>) =>
  deed(operation, { password: () => "Secret-77" }).judge([[found]]);

test("an address on the mail server that somebody has changed since it was looked at is looked at again", () => {
  const wanted = plainAddress(info("desk"));
  const update: Operation = {
    ...base,
    kind: "update-address",
    side: "central",
    address: wanted,
    asSeen: plainAddress(info()),
  };
  expect(judged(update, info())).toMatchObject({ is: "due" });
  expect(judged(update, info("desk"))).toMatchObject({ is: "settled" });
  expect(judged(update, info("sales"))).toMatchObject({ is: "overtaken" });
});

test("mail aliases are added at home to whatever an address is there by now", () => {
  const add: Operation = {
    ...base,
    kind: "add-mail-aliases",
    side: "source",
    name: "info",
    aliases: ["desk", "sales"],
  };
  const verdict = judged(add, info("boss", "desk"));
  if (verdict.is !== "due") throw new Error(`is ${verdict.is}`);
  const sent = JSON.stringify(verdict.change().operations);
  expect([sent.includes('"add"'), sent.includes("sales"), sent.includes("desk"), sent.includes("boss")]).toEqual([
    true,
    true,
    false,
    false,
  ]);
  expect(judged(add, info("boss", "desk", "sales"))).toMatchObject({ is: "settled" });
});
