import { expect, test } from "vitest";
import {
  addRecord,
  createAlias,
  createMailName,
  createSite,
  createWebspace,
  deleteDomain,
  emptyServer,
  findRecord,
  removeRecord,
  renameDomain,
  setDomain,
  shelf,
  zoneOf,
} from "../world";

const server = () => emptyServer({ key: "web1", name: "web1.provider.example", ipAddress: "192.0.2.10" });

test("webspaces and sites share one id space, and a webspace's id is its main domain's", () => {
  const web = server();
  const webspace = createWebspace(web, { name: "uno.example" });
  const site = createSite(web, { name: "due.example", webspaceId: webspace.id });
  expect([webspace.id, webspace.webspaceId, site.id, site.webspaceId]).toEqual([1, 1, 2, 1]);
});

test("a name is unique over webspaces, sites, aliases and the records of other zones", () => {
  const web = server();
  const webspace = createWebspace(web, { name: "Uno.Example" });
  createAlias(web, { domainId: webspace.id, name: "due.example" });
  expect(() => createSite(web, { name: "due.example", webspaceId: 1 })).toThrow("already exists");
  expect(() => createAlias(web, { domainId: 1, name: "UNO.example" })).toThrow("already exists");
  expect(() => createWebspace(web, { name: "webmail.uno.example" })).toThrow(
    "Unable to create the domain webmail.uno.example because a DNS record pointing to the host webmail.uno.example",
  );
  expect(createWebspace(web, { name: "shop.uno.example" }).id).toBe(2);
});

test("a domain has both spellings of its name", () => {
  const web = server();
  expect(createWebspace(web, { name: "MÜLLER.example" })).toMatchObject({
    name: "müller.example",
    asciiName: "xn--mller-kva.example",
  });
  expect(() => createWebspace(web, { name: "not a name" })).toThrow("not valid");
});

test("where zones of aliases follow their domain's, a new one is as that one is by then", () => {
  const web = server();
  web.assumptions.aliasZones = "follow";
  const domainId = createWebspace(web, { name: "uno.example" }).id;
  const main = zoneOf(web, { domainId });
  const [mx] = main?.records.filter(({ type }) => type === "MX") ?? [];
  if (!main || !mx) throw new Error("a new domain has MX");
  addRecord(web, main, { type: "MX", host: "", value: "mail1.provider.example", opt: "10" });
  const alias = createAlias(web, { domainId, name: "due.example" });
  removeRecord(web, main, mx);
  const left = zoneOf(web, { aliasId: alias.id })?.records.filter(({ type }) => type === "MX");
  expect(left?.map(({ host, value }) => `${host} ${value}`)).toEqual(["due.example. mail1.provider.example."]);
});

test("a new domain and a new alias get a zone from the template", () => {
  const web = server();
  createAlias(web, { domainId: createWebspace(web, { name: "uno.example" }).id, name: "due.example" });
  const lines = (of: Parameters<typeof zoneOf>[1]) =>
    zoneOf(web, of)?.records.map(({ host, type, opt, value }) => [host, type, opt, value].filter(Boolean).join(" "));
  expect(lines({ domainId: 1 })).toEqual([
    "uno.example. NS ns1.web1.provider.example.",
    "uno.example. NS ns2.web1.provider.example.",
    "uno.example. A 192.0.2.10",
    "uno.example. MX 10 mail.uno.example.",
    "mail.uno.example. A 192.0.2.10",
    "webmail.uno.example. A 192.0.2.10",
    "uno.example. TXT v=spf1 +a +mx +a:web1.provider.example -all",
  ]);
  expect(lines({ aliasId: 1 })).toContain("due.example. MX 10 mail.due.example.");
});

test("records are found by id wherever they are, until they are gone", () => {
  const web = server();
  const domain = createWebspace(web, { name: "uno.example" });
  const zone = zoneOf(web, { domainId: domain.id });
  if (!zone) throw new Error("A domain has a zone.");
  const record = addRecord(web, zone, { type: "mx", host: "", value: "MX.Other.example", opt: "10" });
  expect(findRecord(web, record.id)?.record.value).toBe("mx.other.example.");
  expect(() => addRecord(web, zone, { type: "MX", host: "", value: "mx.other.example.", opt: "10" })).toThrow(
    "DNS record 'uno.example. IN MX mx.other.example.' already exists.",
  );
  removeRecord(web, zone, record);
  expect(findRecord(web, record.id)).toBeUndefined();
  const other = zone.records[0]?.id ?? 0;
  expect(findRecord(web, other)).toBeDefined();
  deleteDomain(web, domain);
  expect(findRecord(web, other)).toBeUndefined();
});

test("stored mail moves with a renamed domain, and identity stays", () => {
  const web = server();
  const domain = createWebspace(web, { name: "uno.example" });
  const { id, guid } = domain;
  createMailName(web, domain, { name: "info" });
  web.messages.push({ recipient: "info@uno.example", from: "x@y.example", body: "hello", receivedAt: 0 });
  renameDomain(web, domain, "due.example");
  expect(web.messages[0]?.recipient).toBe("info@due.example");
  expect(shelf(web).domains.one("name", "due.example")).toMatchObject({ id, guid });
  expect(shelf(web).domains.one("name", "uno.example")).toBeUndefined();
});

test("a suspended webspace suspends its sites as their parent", () => {
  const web = server();
  const webspace = createWebspace(web, { name: "uno.example" });
  const site = createSite(web, { name: "due.example", webspaceId: 1, status: 16 });
  setDomain(web, webspace, { status: 16 });
  expect(site.status).toBe(18);
  setDomain(web, webspace, { status: 0 });
  expect(site.status).toBe(16);
});

test("every change is in the log, which keeps only the newest", () => {
  const web = server();
  const domain = createWebspace(web, { name: "uno.example" });
  for (let turn = 0; turn < 8000; turn += 1) setDomain(web, domain, { status: turn % 2 === 0 ? 16 : 0 });
  expect(web.log.length).toBeLessThanOrEqual(15_000);
  expect(web.log.at(-1)).toMatchObject({ type: "updated", class: "domain", objectId: "1", user: "admin" });
  expect(web.next.event - 1).toBe(16_001);
});
