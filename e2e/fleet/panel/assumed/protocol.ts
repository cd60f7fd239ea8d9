import type { PleskServer } from "../../model";
import { createKey, createSession, createWebspace, spendSession } from "../../world";
import { ask, codes, results, systemCode } from "../ask";
import type { Cases } from "./cases";

const one = (server: PleskServer, name = "uno.example") => createWebspace(server, { name });
const names = (elements: { name: string }[]) => elements.map(({ name }) => name);
const getMail = "<mail><get_info><filter><site-id>1</site-id></filter><aliases/></get_info></mail>";

export const protocolCases: Pick<
  Cases,
  | "operators"
  | "blankFilterId"
  | "lastId"
  | "unknownSite"
  | "unknownOwner"
  | "checkOrder"
  | "afterFailure"
  | "deniedAs"
  | "unknownEcho"
  | "punycodeFilter"
  | "administratorOwner"
  | "keyListing"
  | "keyWithoutAddress"
  | "sessionAddress"
  | "siteGetMain"
  | "unknownButton"
  | "unknownPlan"
> = {
  operators: {
    see: (server) => names(ask(server, "<ip><get/></ip><ip><get/></ip>").children),
    answers: { apart: ["ip", "ip"], merged: ["ip"] },
  },
  blankFilterId: {
    see(server) {
      one(server);
      return results(server, "<webspace><get><filter/><dataset/></get></webspace>")[0]?.text("filter-id");
    },
    answers: { absent: undefined, id: "1" },
  },
  lastId: {
    see(server) {
      one(server);
      one(server, "duo.example");
      const [log] = results(server, "<event_log><get_events><lastId>1</lastId></get_events></event_log>");
      return log?.all("event").map((event) => event.text("id"));
    },
    answers: { exclusive: ["2"], inclusive: ["1", "2"] },
  },
  unknownSite: {
    see: (server) => codes(server, `${getMail}<dns><get_rec><filter><site-id>1</site-id></filter></get_rec></dns>`),
    answers: { "1013": ["1013", "1013"], "1015": ["1015", "1015"] },
  },
  unknownOwner: {
    see: (server) => codes(server, "<webspace><get><filter><owner-id>9</owner-id></filter><dataset/></get></webspace>"),
    answers: { empty: ["ok"], "1013": ["1013"], "1015": ["1015"] },
  },
  checkOrder: {
    see: (server) =>
      systemCode(ask(server, "", { headers: { key: "none" }, body: '<packet version="9"><ip><get/></ip></packet>' })),
    answers: { "version-first": "1005", "credentials-first": "11003" },
  },
  afterFailure: {
    see: (server) => codes(server, `${getMail}<ip><get/></ip>`),
    answers: { continue: ["1013", "ok"], stop: ["1013"] },
  },
  deniedAs: {
    see(server) {
      server.faults.denied = true;
      return systemCode(ask(server, "<ip><get/></ip>"));
    },
    answers: { "1006": "1006", "1010": "1010", http403: undefined },
  },
  unknownEcho: {
    see(server) {
      const [unknown] = results(server, "<webspace><get><filter><id>9</id></filter><dataset/></get></webspace>");
      return names(unknown?.children ?? []).at(-1);
    },
    answers: { "filter-id": "filter-id", id: "id" },
  },
  punycodeFilter: {
    see(server) {
      one(server, "müller.example");
      const get = (name: string) => `<webspace><get><filter><name>${name}</name></filter><dataset/></get></webspace>`;
      return codes(server, get("müller.example") + get("xn--mller-kva.example"));
    },
    answers: { accepted: ["ok", "ok"], missing: ["ok", "1013"] },
  },
  administratorOwner: {
    see(server) {
      one(server);
      const [result] = results(server, "<webspace><get><filter/><dataset><gen_info/></dataset></get></webspace>");
      return result?.first("data")?.first("gen_info")?.text("owner-id");
    },
    answers: { "1": "1", missing: undefined },
  },
  keyListing: {
    see(server) {
      const { key } = createKey(server);
      const [listed] = results(server, "<secret_key><get_info><filter/></get_info></secret_key>");
      return listed?.first("key_info")?.text("key") === key;
    },
    answers: { keys: true, identifiers: false },
  },
  keyWithoutAddress: {
    see(server) {
      ask(server, "<secret_key><create/></secret_key>", { remoteAddress: "203.0.113.1" });
      const headers = { key: server.keys[0]?.key ?? "", "content-type": "text/xml" };
      return systemCode(ask(server, "<ip><get/></ip>", { headers, remoteAddress: "203.0.113.2" }));
    },
    answers: { sender: "11003", any: undefined },
  },
  sessionAddress: {
    see(server) {
      const { token, createdAt } = createSession(server, { login: "admin", userIp: "203.0.113.1" });
      return spendSession(server, token, { address: "203.0.113.2", now: createdAt }) !== undefined;
    },
    answers: { ignored: true, enforced: false },
  },
  siteGetMain: {
    see(server) {
      one(server);
      const get = (filter: string) => `<site><get><filter>${filter}</filter><dataset/></get></site>`;
      return codes(server, get("<id>1</id>") + get("<name>uno.example</name>"));
    },
    answers: { returned: ["ok", "ok"], missing: ["1013", "ok"] },
  },
  unknownButton: {
    see: (server) =>
      codes(
        server,
        "<ui><delete-custombutton><filter><custombutton-id>9</custombutton-id></filter></delete-custombutton></ui>",
      ),
    answers: { "1013": ["1013"], "1023": ["1023"] },
  },
  unknownPlan: {
    see: (server) =>
      codes(
        server,
        "<webspace><add><gen_setup><name>uno.example</name></gen_setup><plan-name>None</plan-name></add></webspace>",
      ),
    answers: { "1013": ["1013"], "1023": ["1023"] },
  },
};
