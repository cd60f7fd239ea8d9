import { expect, test } from "vitest";
import type { AliasId, DomainId, RecordId, RemoteAlias, RemoteRecord } from "@/lib/plesk/objects";
import { changedSince } from "./at-home";

const domain = 7 as DomainId;
const asSeen = {
  names: ["acme.example", "old.example"],
  zones: [{ owner: { domain }, ascii: "acme.example", mx: [{ host: "mail1.provider.example", preference: 10 }] }],
};
const alias = (ascii: string, change: Partial<RemoteAlias> = {}): RemoteAlias => ({
  id: 1 as AliasId,
  domain,
  name: ascii,
  ascii,
  mail: true,
  dns: true,
  active: true,
  ...change,
});
const mx = (value: string, option = "10", host = "acme.example"): RemoteRecord => ({
  id: 1 as RecordId,
  owner: { domain },
  type: "MX",
  host,
  value,
  option,
});
const ours = mx("mail1.provider.example");

test("nothing has changed where all that is there was known", () => {
  expect(changedSince(asSeen, [alias("old.example")], [ours])).toBeNull();
  expect(changedSince(asSeen, [], [ours, mx("elsewhere.example", "10", "sub.acme.example")])).toBeNull();
});

test("a new alias with mail has, one without mail or that is switched off has not", () => {
  expect(changedSince(asSeen, [alias("new.example")], [ours])).toMatch(/^The alias new\.example is new/);
  expect(changedSince(asSeen, [alias("new.example", { mail: false })], [ours])).toBeNull();
  expect(changedSince(asSeen, [alias("new.example", { active: false })], [ours])).toBeNull();
});

test("MX that names another host, one more, none, or with another preference has", () => {
  const changed = expect.stringMatching(/^MX of acme\.example has just been changed/);
  for (const records of [[mx("mail.acme.example")], [ours, mx("mail.acme.example", "20")], [], [mx(ours.value, "20")]])
    expect(changedSince(asSeen, [], records)).toEqual(changed);
});
