import type { PleskServer } from "../../model";
import { accepts, createMailName, createSite, createWebspace, setDomain, setMailService, zoneOf } from "../../world";
import { ask, codes, results } from "../ask";
import type { Cases } from "./cases";

const one = (server: PleskServer, name = "uno.example") => createWebspace(server, { name });
const caught = (deed: () => unknown): unknown => {
  try {
    deed();
    return "ok";
  } catch (error) {
    return error instanceof Error && "code" in error ? error.code : error;
  }
};
const mxOf = (server: PleskServer, domainId = 1) =>
  zoneOf(server, { domainId })
    ?.records.filter(({ type }) => type === "MX")
    .map(({ value }) => value);
const getMail = "<mail><get_info><filter><site-id>1</site-id></filter><aliases/></get_info></mail>";

export const mailCases: Pick<
  Cases,
  | "mailSwitchTwice"
  | "mailNameExists"
  | "mailboxPassword"
  | "createWhileOff"
  | "mailNameCase"
  | "suspendedMail"
  | "zoneOnMailOff"
  | "mailboxesOnMailOff"
  | "subdomainMail"
  | "setWithoutAliases"
> = {
  mailSwitchTwice: {
    see(server) {
      one(server);
      return codes(server, "<mail><enable><site-id>1</site-id></enable></mail>");
    },
    answers: { ok: ["ok"], error: ["1023"] },
  },
  mailNameExists: {
    see(server) {
      createMailName(server, one(server), { name: "info", aliases: ["office"] });
      const create = (name: string) =>
        `<mail><create><filter><site-id>1</site-id><mailname><name>${name}</name></mailname></filter></create></mail>`;
      return codes(server, create("INFO") + create("office"));
    },
    answers: { "1007": ["1007", "1007"], "1023": ["1023", "1023"] },
  },
  mailboxPassword: {
    see(server) {
      createMailName(server, one(server), { name: "info", password: "secret<1" });
      return results(server, getMail)[0]?.first("mailname")?.first("password")?.text("value");
    },
    answers: { hidden: undefined, plain: "secret<1" },
  },
  createWhileOff: {
    see(server) {
      const domain = one(server);
      setMailService(server, domain, false);
      return caught(() => createMailName(server, domain, { name: "info" }));
    },
    answers: { allowed: "ok", refused: 1023 },
  },
  mailNameCase: {
    see(server) {
      const domain = one(server);
      createMailName(server, domain, { name: "Info", mailbox: { enabled: true } });
      return [server.mailNames[0]?.name, accepts(server, "uno.example", "iNFO")];
    },
    answers: { lower: ["info", "accepted"], kept: ["Info", "accepted"] },
  },
  suspendedMail: {
    see(server) {
      const domain = one(server);
      createMailName(server, domain, { name: "info", mailbox: { enabled: true } });
      setDomain(server, domain, { status: 16 });
      return accepts(server, "uno.example", "info");
    },
    answers: { refused: "suspended", accepted: "accepted" },
  },
  zoneOnMailOff: {
    see(server) {
      setMailService(server, one(server), false);
      return mxOf(server);
    },
    answers: { unchanged: ["mail.uno.example."], "mx-removed": [] },
  },
  mailboxesOnMailOff: {
    see(server) {
      const domain = one(server);
      createMailName(server, domain, { name: "info" });
      setMailService(server, domain, false);
      return server.mailNames.length;
    },
    answers: { kept: 1, removed: 0 },
  },
  subdomainMail: {
    see(server) {
      createSite(server, { name: "shop.uno.example", webspaceId: one(server).id, parentId: 1 });
      return codes(server, "<mail><enable><site-id>2</site-id></enable></mail>");
    },
    answers: { supported: ["ok"], "1017": ["1017"] },
  },
  setWithoutAliases: {
    see(server) {
      createMailName(server, one(server), { name: "info", aliases: ["office"] });
      const mailname = "<mailname><name>info</name><description>x</description></mailname>";
      ask(server, `<mail><update><set><filter><site-id>1</site-id>${mailname}</filter></set></update></mail>`);
      return server.mailNames[0]?.aliases;
    },
    answers: { unchanged: ["office"], cleared: [] },
  },
};
