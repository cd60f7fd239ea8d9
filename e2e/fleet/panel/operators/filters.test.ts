import { expect, test } from "vitest";
import type { PleskServer } from "../../model";
import { createAccount, createAlias, createMailName, createSite, createWebspace } from "../../world";
import { codes, plainServer, results } from "../ask";

function household(): PleskServer {
  const server = plainServer();
  const ada = createAccount(server, { login: "ada", password: "secret", contactName: "Ada" });
  createAccount(server, { kind: "reseller", login: "rae", password: "secret", contactName: "Rae" });
  createWebspace(server, { name: "uno.example", ownerId: ada.id, externalId: "ours:1" });
  createWebspace(server, { name: "due.example" });
  createSite(server, { name: "tre.example", webspaceId: 1 });
  createAlias(server, { domainId: 1, name: "quattro.example" });
  return server;
}

const seen = (server: PleskServer, operators: string) =>
  results(server, operators).map((result) => [result.text("filter-id"), result.text("id"), result.text("errcode")]);
const get = (operator: string, filter: string) =>
  `<${operator}><get><filter>${filter}</filter><dataset/></get></${operator}>`;

test("each value of an identifying filter has its result, unknown ones a 1013 that repeats it", () => {
  expect(seen(household(), get("webspace", "<id>2</id><id>77</id><id>1</id>"))).toEqual([
    ["2", "2", undefined],
    ["77", undefined, "1013"],
    ["1", "1", undefined],
  ]);
  const found = get("webspace", "<external-id>ours:1</external-id><external-id>ours:2</external-id>");
  expect(seen(household(), found)).toEqual([
    ["ours:1", "1", undefined],
    ["ours:2", undefined, "1013"],
  ]);
});

test("a blank filter means everything of its kind, without the main domains where sites are asked for", () => {
  const server = household();
  const ids = (operators: string) => seen(server, operators).map(([, id]) => id);
  expect(ids(get("webspace", ""))).toEqual(["1", "2"]);
  expect(ids(get("site", ""))).toEqual(["3"]);
  expect(ids(get("customer", ""))).toEqual(["2"]);
  expect(ids(get("reseller", "<all/>"))).toEqual(["3"]);
  expect(ids("<site-alias><get><filter/></get></site-alias>")).toEqual(["1"]);
  expect(ids(get("site", "<parent-id>1</parent-id>"))).toEqual(["3"]);
});

test("a collection without members is an ok without id and data", () => {
  const server = household();
  for (const operators of [
    get("webspace", "<owner-login>rae</owner-login>"),
    get("site", "<parent-id>2</parent-id>"),
    "<site-alias><get><filter><site-id>2</site-id></filter></get></site-alias>",
    "<mail><get_info><filter><site-id>1</site-id></filter></get_info></mail>",
  ]) {
    const [result, ...others] = results(server, operators);
    expect(others).toEqual([]);
    expect(result?.children.map(({ name }) => name)).not.toContain("id");
    expect(result?.text("status")).toBe("ok");
  }
});

test("a collection repeats its owner for each member", () => {
  expect(seen(household(), get("webspace", "<owner-login>ada</owner-login>"))).toEqual([["ada", "1", undefined]]);
});

test("a blank filter on a change reaches everything, as it does in Plesk", () => {
  const server = household();
  const off = "<values><gen_setup><status>16</status></gen_setup></values>";
  expect(codes(server, `<webspace><set><filter/>${off}</set></webspace>`)).toEqual(["ok", "ok"]);
  expect(server.domains.map(({ status }) => status)).toEqual([16, 16, 2]);
});

test("removing mail names without naming any removes all of the site", () => {
  const server = household();
  for (const name of ["a", "b"])
    for (const domain of server.domains.slice(0, 2)) createMailName(server, domain, { name });
  expect(codes(server, "<mail><remove><filter><site-id>1</site-id></filter></remove></mail>")).toEqual(["ok", "ok"]);
  expect(server.mailNames.map(({ domainId }) => domainId)).toEqual([2, 2]);
});

test("deleting a client by its owner takes everything below along", () => {
  const server = household();
  expect(codes(server, "<customer><del><filter><owner-id>1</owner-id></filter></del></customer>")).toEqual(["ok"]);
  expect(server.domains.map(({ name }) => name)).toEqual(["due.example"]);
  expect([server.aliases.length, server.zones.length]).toEqual([0, 1]);
});

test("all names of a client come in one list, aliases too", () => {
  const [result] = results(
    household(),
    "<customer><get-domain-list><filter><login>ada</login></filter></get-domain-list></customer>",
  );
  const names = result?.first("domains")?.all("domain");
  expect(names?.map((domain) => [domain.text("name"), domain.text("type"), domain.text("main")])).toEqual([
    ["uno.example", "domain", "true"],
    ["quattro.example", "alias", "false"],
    ["tre.example", "domain", "false"],
  ]);
});
