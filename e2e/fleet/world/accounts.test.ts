import { expect, test } from "vitest";
import {
  createAccount,
  createMailName,
  createSite,
  createWebspace,
  deleteAccount,
  emptyServer,
  setAccount,
} from "../world";

const server = () => emptyServer({ key: "web1", name: "web1.provider.example", ipAddress: "192.0.2.10" });
const person = { password: "secret", contactName: "Ada" };

test("a login is unique over administrator, resellers and customers, and free again after a rename", () => {
  const web = server();
  expect(() => createAccount(web, { ...person, login: "admin" })).toThrow("User account admin already exists.");
  const ada = createAccount(web, { ...person, login: "ada", kind: "reseller" });
  expect(() => createAccount(web, { ...person, login: "ada" })).toThrow("already exists");
  setAccount(web, ada, { login: "eva" });
  expect(createAccount(web, { ...person, login: "ada" }).id).toBe(3);
});

test("an owner must exist and be able to own", () => {
  const web = server();
  const ada = createAccount(web, { ...person, login: "ada" });
  expect(() => createAccount(web, { ...person, login: "eva", ownerId: 9 })).toThrow("Owner does not exist");
  expect(() => createAccount(web, { ...person, login: "eva", ownerId: ada.id })).toThrow("Owner does not exist");
});

test("deleting a reseller takes customers, domains, sites, mail and zones along", () => {
  const web = server();
  const reseller = createAccount(web, { ...person, login: "rae", kind: "reseller" });
  const customer = createAccount(web, { ...person, login: "ada", ownerId: reseller.id });
  const domain = createWebspace(web, { name: "uno.example", ownerId: customer.id });
  createSite(web, { name: "due.example", webspaceId: domain.id });
  createMailName(web, domain, { name: "info" });
  web.messages.push({ recipient: "info@uno.example", from: "x@y.example", body: "hello", receivedAt: 0 });
  deleteAccount(web, reseller);
  const { accounts, domains, mailNames, zones, messages } = web;
  expect([accounts.length, domains, mailNames, zones, messages]).toEqual([1, [], [], [], []]);
});

test("a suspended client's webspaces are suspended with their sites, and come back with the client", () => {
  const web = server();
  const ada = createAccount(web, { ...person, login: "ada" });
  const domain = createWebspace(web, { name: "uno.example", ownerId: ada.id });
  const site = createSite(web, { name: "due.example", webspaceId: domain.id });
  setAccount(web, ada, { status: 16 });
  expect([domain.status, site.status]).toEqual([2, 2]);
  setAccount(web, ada, { status: 0 });
  expect([domain.status, site.status]).toEqual([0, 0]);
});
