import { expect, test } from "vitest";
import { causesOf } from "./causes";

const need = (account: string, code: string, kind = "domain") => ({ account, code, kind, detail: "" });

test("a cause counts the accounts of every server, names as many as it was given, and tells of the rest", () => {
  const [elsewhere, taken] = causesOf([
    {
      needs: [{ code: "dns-elsewhere", clients: 0, domains: 3_000 }],
      needsYou: [need("a.example", "dns-elsewhere"), need("b.example", "dns-elsewhere")],
    },
    {
      needs: [
        { code: "dns-elsewhere", clients: 0, domains: 124 },
        { code: "domain-taken", clients: 0, domains: 1 },
      ],
      needsYou: [need("c.example", "domain-taken")],
    },
  ]);
  expect(elsewhere).toMatchObject({
    code: "dns-elsewhere",
    name: "3\u202f124 domains",
    accounts: 3_124,
    rest: "and 3\u202f122 more",
  });
  expect(elsewhere?.named.map(({ account }) => account)).toEqual(["a.example", "b.example"]);
  expect(taken).toMatchObject({ code: "domain-taken", name: "c.example", accounts: 1, rest: null });
});

test("clients alone are called so", () => {
  const needs = [{ code: "changed-on-both-sides", clients: 2, domains: 0 }];
  const needsYou = [need("ada", "changed-on-both-sides", "client"), need("max", "changed-on-both-sides", "client")];
  expect(causesOf([{ needs, needsYou }])).toMatchObject([{ name: "2 clients", rest: null }]);
  expect(causesOf([])).toEqual([]);
});
