import { expect, test } from "vitest";
import { objectId } from "@/lib/plesk/objects";
import type { DomainCase } from "./cases";
import { compareDomain } from "./compare";
import { type Operation, rank } from "./operations";
import { client, clientOf, domain, pair, seen } from "./testing";

const idOf = (value: number) => objectId<"client">(value);
const id = idOf(3);
const bob = idOf(4);
/** Another login on the mail server, where somebody else had hers. */
const ada = () => clientOf({ source: client({ login: "ada" }), central: client({ id, login: "ada_w2" }) });
const newcomer = () => clientOf({ central: null });

type Owner = typeof id | null;
function owned(written: Owner | undefined, there: Owner, changes: Partial<DomainCase> = {}): DomainCase {
  const c = domain("assigned", { owner: ada(), central: seen({ owner: there, zones: [] }), ...changes });
  return Object.assign(c, { written: { ...c.written, owner: written } });
}
const compare = (c: DomainCase) =>
  compareDomain(c, pair(), "").map(({ difference, operation, problem }) => [
    difference.field,
    operation?.kind ?? problem?.code ?? null,
  ]);

test.each([
  ["that is the same client is the same, whatever the login", owned(id, id), []],
  ["that changed at home is changed on the mail server", owned(bob, bob), [["owner", "set-owner"]]],
  ["that was never written is written", owned(undefined, bob), [["owner", "set-owner"]]],
  ["that somebody changed on the mail server is not changed back", owned(id, bob), [["owner", "changed-by-someone"]]],
  ["that changed on both sides is disputed", owned(null, bob), [["owner", "changed-on-both-sides"]]],
  ["that is the administrator at home becomes it", owned(id, id, { owner: null }), [["owner", "set-owner"]]],
  ["that is the administrator on both is the same", owned(null, null, { owner: null }), []],
  ["of a site is its main domain's", owned(bob, bob, { source: seen({ kind: "site" }) }), []],
  ["who is not there yet is waited for", owned(bob, bob, { owner: newcomer() }), [["owner", null]]],
])("an owner %s", (_, c, expected) => {
  expect(compare(c)).toEqual(expected);
});

test("an owner that somebody changed is overwritten when a person says so", () => {
  const c = owned(null, bob);
  c.account.solution = "enforce";
  const [found] = compareDomain(c, pair(), "");
  expect(found?.operation).toMatchObject({ kind: "set-owner", owner: id, to: "client ada_w2" });
  expect(found?.difference).toMatchObject({ source: "ada", central: "number 4 of the mail server" });
});

test("whoever owns it where, a domain goes to its own client alone, and over nobody else's change unasked", () => {
  let planned = 0;
  for (const owner of [null, ada(), newcomer()])
    for (const there of [null, id, bob])
      for (const written of [undefined, null, id, bob])
        for (const solution of [null, "enforce"] as const) {
          const c = owned(written, there, { owner });
          c.account.solution = solution;
          for (const { operation } of compareDomain(c, pair(), "")) {
            if (operation?.kind !== "set-owner") continue;
            planned++;
            expect(operation.owner).toBe(owner?.central?.id ?? null);
            expect(operation.owner).not.toBe(there);
            expect(owner === null || owner.central !== null).toBe(true);
            expect(solution === "enforce" || written === undefined || written === there).toBe(true);
          }
        }
  expect(planned).toBe(24);
});

test("a client is made and renamed before domains are given, and nothing disruptive comes before that", () => {
  const at = (kind: Operation["kind"]) => rank({ kind } as Operation);
  expect(at("create-client")).toBeLessThan(at("set-owner"));
  expect(at("update-client")).toBeLessThan(at("set-owner"));
  expect(at("set-owner")).toBeLessThan(at("mail-service"));
  expect(at("set-owner")).toBeLessThan(at("remove-mx"));
});
