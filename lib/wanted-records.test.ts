import { expect, test } from "vitest";
import { allowsMx, wantedRecords, zoneLines } from "./wanted-records";

const wanted = wantedRecords("acme.example", ["acme.test"], "mail1.provider.example");

test("the move waits for the MX of the domain and of each alias, and for nothing else", () => {
  expect(wanted.filter(({ needed }) => needed).map(({ name, type, value }) => `${name} ${type} ${value}`)).toEqual([
    "acme.example MX 10 mail1.provider.example.",
    "acme.test MX 10 mail1.provider.example.",
  ]);
});

test("the lines can be put into a zone file as they are", () => {
  expect(zoneLines(wanted).split("\n")).toEqual([
    "acme.example. IN MX 10 mail1.provider.example.",
    'acme.example. IN TXT "v=spf1 mx ~all"',
    "acme.test. IN MX 10 mail1.provider.example.",
    'acme.test. IN TXT "v=spf1 mx ~all"',
    "autodiscover.acme.example. IN CNAME mail1.provider.example.",
    "autoconfig.acme.example. IN CNAME mail1.provider.example.",
  ]);
});

test("an SPF record that has the MX, or the mail server by name, is right", () => {
  expect(allowsMx("v=spf1 a mx include:other.example ~all", "mail1.provider.example")).toBe(true);
  expect(allowsMx("v=spf1 a:mail1.provider.example -all", "mail1.provider.example")).toBe(true);
  expect(allowsMx("v=spf1 -mx -all", "mail1.provider.example")).toBe(false);
  expect(allowsMx("v=spf1 ~all", "mail1.provider.example")).toBe(false);
});
