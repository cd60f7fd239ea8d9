import { expect, test } from "vitest";
import { createAccount, createKey, createMailName, createWebspace } from "../world";
import { ask, plainServer } from "./ask";
import { isChanging } from "./steps";
import { beginChange, joinFleet, violations } from "./violations";

function household() {
  const server = plainServer();
  createAccount(server, { login: "ada", password: "secret", contactName: "Ada" });
  createMailName(server, createWebspace(server, { name: "uno.example", ownerId: 2 }), { name: "info" });
  return server;
}

const none = "<filter/>";
const id = "<filter><id>1</id></filter>";

test.each([
  ["reading everything", `<webspace><get>${none}<dataset/></get></webspace>`],
  [
    "creating one address",
    "<mail><create><filter><site-id>1</site-id><mailname><name>a</name></mailname></filter></create></mail>",
  ],
  [
    "setting one domain's mail",
    "<mail><set_prefs><filter><site-id>1</site-id></filter><prefs><mailservice>0</mailservice></prefs></set_prefs></mail>",
  ],
  ["changing one customer", "<customer><set><filter><id>2</id></filter><values/></set></customer>"],
  ["removing one record", "<dns><del_rec><filter><id>9</id></filter></del_rec></dns>"],
  [
    "removing one button",
    "<ui><delete-custombutton><filter><custombutton-id>1</custombutton-id></filter></delete-custombutton></ui>",
  ],
  ["ending a session", "<session><terminate><session-id>x</session-id></terminate></session>"],
])("%s is in order", (_deed, operators) => {
  const server = household();
  ask(server, operators);
  expect(violations(server)).toEqual([]);
});

test.each([
  ["deletes", `<customer><del><filter><id>2</id></filter></del></customer>`],
  ["deletes", `<webspace><del>${id}</del></webspace>`],
  ["deletes", `<site><del><filter><id>3</id></filter></del></site>`],
  ["deletes", `<site-alias><delete>${id}</delete></site-alias>`],
  ["deletes", "<mail><remove><filter><site-id>1</site-id><name>info</name></filter></remove></mail>"],
  [
    "takes the mail service away",
    "<mail><set_prefs><filter><site-id>1</site-id></filter><prefs><none/></prefs></set_prefs></mail>",
  ],
  ["takes the mail service away", `<webspace><set>${id}<values><mail><none/></mail></values></set></webspace>`],
  ["blank filter", `<webspace><set>${none}<values/></set></webspace>`],
  ["blank filter", `<dns><del_rec>${none}</del_rec></dns>`],
  ["blank filter", "<dns><enable/></dns>"],
  ["blank filter", `<secret_key><delete>${none}</delete></secret_key>`],
  ["owner-id", "<webspace><set><filter><owner-id>2</owner-id></filter><values/></set></webspace>"],
  ["site-id", "<dns><del_rec><filter><site-id>1</site-id></filter></del_rec></dns>"],
  ["selects by owner", "<ui><delete-custombutton><filter><owner><admin/></owner></filter></delete-custombutton></ui>"],
  ["more than one", "<customer><set><filter><id>2</id><id>3</id></filter><values/></set></customer>"],
  [
    "more than one",
    "<mail><set_prefs><filter><site-id>1</site-id><site-id>2</site-id></filter><prefs/></set_prefs></mail>",
  ],
  ["template", "<dns><add_rec><type>A</type><host/><value>192.0.2.1</value></add_rec></dns>"],
  ["away from the log", "<event_log><get/></event_log>"],
])("a call that %s is reported: %s", (reason, operators) => {
  const server = household();
  ask(server, operators);
  expect(violations(server).join("\n")).toContain(reason);
  expect(violations(server)[0]).toMatch(/^web1: /);
});

test("a forbidden call is executed as Plesk would", () => {
  const server = household();
  ask(server, `<webspace><del>${none}</del></webspace>`);
  expect([server.domains, server.mailNames]).toEqual([[], []]);
});

test("a second changing packet is reported while the first is under way, and not after", () => {
  const server = household();
  const first = beginChange(server);
  first();
  first();
  const second = beginChange(server);
  expect(violations(server)).toEqual([]);
  beginChange(server);
  expect(violations(server)).toEqual(["web1: two changing packets at the same time"]);
  second();
});

test("a packet is changing when one of its operations is", () => {
  const packet = (inner: string) => `<packet>${inner}</packet>`;
  expect(isChanging(packet("<ip><get/></ip>"))).toBe(false);
  expect(isChanging(packet("<ip><get/></ip><mail><disable><site-id>1</site-id></disable></mail>"))).toBe(true);
  expect(isChanging("<packet><mail>")).toBe(false);
});

test("the credential of another server of the fleet is reported, a mistyped one is not", () => {
  const [web, mail] = [plainServer("web1"), plainServer("mail1")];
  joinFleet([web, mail]);
  const { key } = createKey(mail, { ipAddresses: ["198.51.100.7"] });
  const show = (headers: Record<string, string>) =>
    ask(web, "<ip><get/></ip>", { headers: { "content-type": "text/xml", ...headers } });
  show({ http_auth_login: "admin", http_auth_passwd: "typo" });
  expect(violations(web)).toEqual([]);
  show({ key });
  expect(violations(web)).toEqual(["web1: was shown the credential of mail1"]);
});
