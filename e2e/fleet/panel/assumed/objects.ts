import type { PleskServer } from "../../model";
import { createAccount, createAlias, createWebspace, renameDomain, setAccount, zoneOf } from "../../world";
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
const addMx = (value: string) =>
  `<dns><add_rec><site-id>1</site-id><type>MX</type><host/><value>${value}</value><opt>20</opt></add_rec></dns>`;

export const objectsCases: Pick<
  Cases,
  | "duplicateRecord"
  | "aliasZones"
  | "recordValues"
  | "suspendedBit"
  | "licenceFull"
  | "weakPassword"
  | "loginCase"
  | "zoneOnRename"
  | "remoteRecords"
  | "giveToAdministrator"
> = {
  duplicateRecord: {
    see(server) {
      one(server);
      return [codes(server, addMx("mx.example")), codes(server, addMx("MX.example.")), mxOf(server)?.length];
    },
    answers: { refused: [["ok"], ["1007"], 2], doubled: [["ok"], ["ok"], 3] },
  },
  aliasZones: {
    see(server) {
      createAlias(server, { domainId: one(server).id, name: "due.example" });
      ask(server, addMx("mx.uno.example"));
      return zoneOf(server, { aliasId: 1 })
        ?.records.filter(({ type }) => type === "MX")
        .map(({ value }) => value);
    },
    answers: { separate: ["mail.due.example."], follow: ["mail.due.example.", "mx.due.example."] },
  },
  recordValues: {
    see(server) {
      one(server);
      ask(server, addMx("MX.example"));
      const records = results(server, "<dns><get_rec><filter><site-id>1</site-id></filter></get_rec></dns>");
      return records.at(-1)?.first("data")?.text("value");
    },
    answers: { absolute: "mx.example.", "as-sent": "MX.example" },
  },
  suspendedBit: {
    see(server) {
      const ada = createAccount(server, { login: "ada", password: "secret", contactName: "Ada" });
      const domain = createWebspace(server, { name: "uno.example", ownerId: ada.id });
      setAccount(server, ada, { status: 16 });
      const suspended = domain.status;
      setAccount(server, ada, { status: 0 });
      return [suspended, domain.status];
    },
    answers: { "2": [2, 0], "16": [16, 0] },
  },
  licenceFull: {
    see(server) {
      server.limits = { domains: 1, clients: 0 };
      one(server);
      const add = "<webspace><add><gen_setup><name>duo.example</name></gen_setup></add></webspace>";
      const client =
        "<customer><add><gen_info><pname>A</pname><login>ada</login><passwd>secret</passwd></gen_info></add></customer>";
      return codes(server, add + client);
    },
    answers: { "1024": ["1024", "1024"], "1023": ["1023", "1023"] },
  },
  weakPassword: {
    see: (server) => caught(() => createAccount(server, { login: "ada", password: "1234", contactName: "Ada" })),
    answers: { "1019": 1019, "1023": 1023 },
  },
  loginCase: {
    see: (server) => caught(() => createAccount(server, { login: "Admin", password: "secret", contactName: "A" })),
    answers: { same: 1007, different: "ok" },
  },
  zoneOnRename: {
    see(server) {
      const domain = one(server);
      ask(server, addMx("mx.uno.example") + addMx("mx.elsewhere.example"));
      renameDomain(server, domain, "due.example");
      return mxOf(server);
    },
    answers: {
      renamed: ["mail.due.example.", "mx.due.example.", "mx.elsewhere.example."],
      rebuilt: ["mail.due.example."],
    },
  },
  remoteRecords: {
    see(server) {
      one(server);
      ask(server, `${addMx("mx.example")}<dns><sync-with-template><filter/></sync-with-template></dns>`);
      return mxOf(server);
    },
    answers: { user: ["mail.uno.example.", "mx.example."], template: ["mail.uno.example."] },
  },
  giveToAdministrator: {
    see(server) {
      const ada = createAccount(server, { login: "ada", password: "secret", contactName: "Ada" });
      const domain = createWebspace(server, { name: "uno.example", ownerId: ada.id });
      const give =
        "<webspace><set><filter><id>1</id></filter><values><gen_setup><owner-id>1</owner-id></gen_setup></values></set></webspace>";
      return [...codes(server, give), domain.ownerId];
    },
    answers: { accepted: ["ok", 1], "1015": ["1015", 2] },
  },
};
