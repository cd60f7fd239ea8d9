import { describe, expect, test } from "vitest";
import { createMailName, createSession, createWebspace, deliveryFor, spendSession } from "../../world";
import { ask, codes, plainServer, results } from "../ask";

const mailname = (inner: string) =>
  `<filter><site-id>1</site-id><mailname><name>info</name>${inner}</mailname></filter>`;
const info =
  "<mail><get_info><filter><site-id>1</site-id></filter><mailbox/><forwarding/><aliases/><autoresponder/></get_info></mail>";

function withMail() {
  const server = plainServer();
  const domain = createWebspace(server, { name: "uno.example" });
  createMailName(server, domain, { name: "info", mailbox: { enabled: true }, aliases: ["office"] });
  return server;
}

describe("mail", () => {
  test("update adds to lists, removes from them, and replaces them", () => {
    const server = withMail();
    const aliases = () => results(server, info)[0]?.first("mailname")?.texts("alias");
    const update = (kind: string, inner: string) =>
      codes(server, `<mail><update><${kind}>${mailname(inner)}</${kind}></update></mail>`);
    expect(update("add", "<alias>desk</alias>")).toEqual(["ok"]);
    expect(aliases()).toEqual(["office", "desk"]);
    expect(update("add", "<alias>desk</alias>")).toEqual(["1007"]);
    expect(update("remove", "<alias>office</alias>")).toEqual(["ok"]);
    expect(update("remove", "<alias>office</alias>")).toEqual(["1013"]);
    expect(update("set", "<alias>a</alias><alias>b</alias>")).toEqual(["ok"]);
    expect(aliases()).toEqual(["a", "b"]);
  });

  test("what is written is what is read", () => {
    const server = withMail();
    const written = `<mailbox><enabled>false</enabled><quota>2048</quota></mailbox>
      <forwarding><enabled>true</enabled><address>x@y.example</address></forwarding>
      <autoresponder><enabled>true</enabled><subject>Away &amp; &lt;back&gt;</subject><text>Bye</text><end_date>2026-03-01</end_date></autoresponder>
      <antivir>in</antivir><description>d</description>`;
    expect(codes(server, `<mail><update><set>${mailname(written)}</set></update></mail>`)).toEqual(["ok"]);
    const shown = results(server, info)[0]?.first("mailname");
    expect(shown?.first("mailbox")?.text("quota")).toBe("2048");
    expect(shown?.first("forwarding")?.texts("address")).toEqual(["x@y.example"]);
    expect(shown?.first("autoresponder")?.text("subject")).toBe("Away & <back>");
    expect(shown?.first("autoresponder")?.text("end_date")).toBe("2026-03-01");
    expect([shown?.text("antivir"), shown?.text("description")]).toEqual(["in", "d"]);
    expect(deliveryFor(server, "uno.example", "info").forwards).toEqual(["x@y.example"]);
  });

  test("switching off leaves zone and mailboxes, and several names fail one by one", () => {
    const server = withMail();
    const before = structuredClone(server.zones);
    expect(codes(server, "<mail><disable><site-id>1</site-id></disable></mail>")).toEqual(["ok"]);
    expect(server.zones).toEqual(before);
    const two = "<mailname><name>info</name></mailname><mailname><name>new</name></mailname>";
    const create = `<mail><create><filter><site-id>1</site-id>${two}</filter></create></mail>`;
    expect(codes(server, create)).toEqual(["1007", "ok"]);
  });
});

describe("dns", () => {
  const zone = "<dns><get><filter><site-id>1</site-id></filter></get></dns>";

  test("a slave zone, a disabled one and remote DNS are told", () => {
    const server = withMail();
    const told = () => {
      const [result] = results(server, zone);
      return [result?.text("zone_type"), result?.text("zone_status")];
    };
    expect(told()).toEqual(["master", "enabled"]);
    Object.assign(server.faults, { zonesSlave: true, zonesDisabled: true });
    expect(told()).toEqual(["slave", "disabled"]);
    server.remoteDns = true;
    expect(results(server, "<dns><get-status-remote-dns/></dns>")[0]?.text("dns-status")).toBe("true");
  });

  test("a record without a zone goes into the template of the next ones", () => {
    const server = withMail();
    ask(server, "<dns><add_rec><type>TXT</type><host>_dmarc</host><value>v=DMARC1; p=none</value></add_rec></dns>");
    createWebspace(server, { name: "due.example" });
    expect(server.zones.map(({ records }) => records.some(({ host }) => host.startsWith("_dmarc")))).toEqual([
      false,
      true,
    ]);
    expect(server.zones[1]?.records.at(-1)).toMatchObject({ host: "_dmarc.due.example.", type: "TXT" });
  });
});

describe("the event log", () => {
  test("is read without loss by get_events, and emptied by get", () => {
    const server = withMail();
    const ids = () =>
      results(server, "<event_log><get_events/></event_log>")[0]
        ?.all("event")
        .map((event) => event.text("id"));
    expect([ids(), ids()]).toEqual([
      ["1", "2"],
      ["1", "2"],
    ]);
    ask(
      server,
      "<event_log><get><options><flush_selected_range>false</flush_selected_range></options></get></event_log>",
    );
    expect(ids()).toEqual(["1", "2"]);
    ask(server, "<event_log><get/></event_log>");
    expect(ids()).toEqual([]);
    expect(results(server, "<event_log><get-last-id/></event_log>")[0]?.text("id")).toBe("2");
  });

  test("names who acted, from where and when", () => {
    const server = plainServer();
    ask(server, "<webspace><add><gen_setup><name>uno.example</name></gen_setup></add></webspace>");
    expect(server.log[0]).toEqual({
      id: 1,
      type: "created",
      class: "domain",
      objectId: "1",
      user: "admin",
      host: "198.51.100.7",
      time: 1_769_904_000,
    });
  });
});

describe("sessions, buttons, services", () => {
  test("a session is listed until it is ended, and its token works once and not for long", () => {
    const server = plainServer();
    const data = "<data><user_ip>MjAzLjAuMTEzLjU=</user_ip><source_server/></data>";
    const [made] = results(server, `<server><create_session><login>admin</login>${data}</create_session></server>`);
    const token = made?.text("id") ?? "";
    expect(server.sessions[0]).toMatchObject({ token, userIp: "203.0.113.5" });
    const created = server.sessions[0]?.createdAt ?? 0;
    const from = { address: "203.0.113.5", now: created + 1000 };
    expect(spendSession(server, token, from)?.login).toBe("admin");
    expect(spendSession(server, token, from)).toBeUndefined();
    const late = createSession(server, { login: "admin", userIp: "203.0.113.5" });
    expect(spendSession(server, late.token, { ...from, now: late.createdAt + 3_600_000 })).toBeUndefined();
    const end = `<session><terminate><session-id>${token}</session-id></terminate></session>`;
    expect([codes(server, end), codes(server, end)]).toEqual([["ok"], ["1013"]]);
  });

  test("equal buttons are two, and a removed one is gone for good", () => {
    const server = plainServer();
    const create = `<ui><create-custombutton><owner><admin/></owner><properties><place>domain</place>
      <url>https://manager.example/go/1</url><text>Mail</text></properties></create-custombutton></ui>`;
    ask(server, create + create);
    const remove =
      "<ui><delete-custombutton><filter><custombutton-id>1</custombutton-id></filter></delete-custombutton></ui>";
    expect([codes(server, remove), codes(server, remove)]).toEqual([["ok"], ["1013"]]);
    expect(server.buttons.map(({ id }) => id)).toEqual([2]);
    const long = create.replace("/go/1", `/${"x".repeat(255)}`);
    expect(ask(server, long).first("system")?.text("errcode")).toBe("1014");
  });

  test("a stopped service says so, and what is not installed cannot be started", () => {
    const server = plainServer();
    const manage = (id: string, deed: string) =>
      codes(server, `<server><srv_man><id>${id}</id><operation>${deed}</operation></srv_man></server>`);
    expect(manage("mail", "stop")).toEqual(["ok"]);
    expect(server.services.mail).toBe("stopped");
    server.services.dns = "none";
    expect([manage("dns", "start"), manage("fax", "start")]).toEqual([["1026"], ["1013"]]);
  });
});
