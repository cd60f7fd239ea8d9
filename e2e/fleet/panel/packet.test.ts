import { describe, expect, test } from "vitest";
import { createAccount, createKey, createWebspace } from "../world";
import { ask, codes, plainServer, results, send, systemCode } from "./ask";
import { readXml } from "./xml";

const packet = (inner: string, version = "1.6.9.1") => `<packet version="${version}">${inner}</packet>`;
const protocols = "<server><get_protos/></server>";

describe("what is checked before anything is executed", () => {
  test("headers come first, then the version, then the credentials, then the grammar", () => {
    const server = plainServer();
    const wrong = { http_auth_login: "admin", http_auth_passwd: "wrong", "content-type": "text/xml" };
    const code = (headers: Record<string, string>, body: string) => systemCode(ask(server, "", { headers, body }));
    expect(code({}, packet("<nonsense/>", "100.0.0"))).toBe("1029");
    expect(code(wrong, packet("<nonsense/>", "100.0.0"))).toBe("1005");
    expect(code(wrong, packet("<nonsense/>"))).toBe("1001");
    expect(code({ ...wrong, http_auth_passwd: "setup" }, packet("<nonsense/>"))).toBe("1014");
    server.assumptions.checkOrder = "credentials-first";
    expect(code(wrong, packet("<nonsense/>", "100.0.0"))).toBe("1001");
  });

  test("one wrong operation keeps the whole packet from being executed", () => {
    const server = plainServer();
    const good = "<webspace><add><gen_setup><name>uno.example</name></gen_setup></add></webspace>";
    const answer = ask(server, `${good}<webspace><fly/></webspace>`);
    expect(answer.first("system")?.text("errtext")).toBe(
      "Parser error: Request is invalid. Element 'fly': This element is not expected.",
    );
    expect(server.domains).toEqual([]);
    expect(send(server, `${good}<ghost/>`).wire).toBe("refused");
  });

  test("elements out of order are a 1014", () => {
    const server = plainServer();
    const swapped = "<mail><rename><name>a</name><site-id>1</site-id><new-name>b</new-name></rename></mail>";
    expect(systemCode(ask(server, swapped))).toBe("1014");
    expect(systemCode(ask(server, "<domain><get/></domain>"))).toBe("1014");
    expect(systemCode(ask(server, ""))).toBe("1014");
    expect(systemCode(ask(server, "", { body: packet("<server><get_protos>") }))).toBe("1014");
  });

  test("a version may be left out or shortened, and the answer names the one that is spoken", () => {
    const server = plainServer();
    const version = (body: string) => ask(server, "", { body }).attributes.version;
    expect(version(`<packet>${protocols}</packet>`)).toBe("1.6.9.1");
    expect(version(packet(protocols, "1.6"))).toBe("1.6.9.1");
    expect(version(packet(protocols, "1.6.5"))).toBe("1.6.5.0");
    expect(version(packet(protocols, "1.6.9.0"))).toBe("1.6.9.0");
    expect(systemCode(ask(server, "", { body: packet(protocols, "2") }))).toBe("1005");
  });
});

describe("credentials", () => {
  test("a key opens the panel from its addresses only", () => {
    const server = plainServer();
    const { key } = createKey(server, { ipAddresses: ["203.0.113.5", "203.0.113.6"] });
    const code = (remoteAddress: string, headers = { key, "content-type": "text/xml" }) =>
      systemCode(ask(server, protocols, { headers, remoteAddress }));
    expect(code("203.0.113.6")).toBeUndefined();
    expect(code("::ffff:203.0.113.5")).toBeUndefined();
    expect(code("203.0.113.7")).toBe("11003");
    expect(code("203.0.113.6", { key: "another", "content-type": "text/xml" })).toBe("11003");
    server.faults.wrongKey = true;
    expect(code("203.0.113.6")).toBe("11003");
  });

  test("clients may ask for protocols and open their own session, and nothing else", () => {
    const server = plainServer();
    createAccount(server, { login: "ada", password: "secret", contactName: "Ada" });
    const headers = { http_auth_login: "ada", http_auth_passwd: "secret", "content-type": "text/xml" };
    const session = (login: string) => `<server><create_session><login>${login}</login></create_session></server>`;
    expect(systemCode(ask(server, protocols, { headers }))).toBeUndefined();
    expect(systemCode(ask(server, "<ip><get/></ip>", { headers }))).toBe("1006");
    expect(send(server, session("ada"), { headers }).body).toContain("<status>ok</status>");
    expect(send(server, session("admin"), { headers }).body).toContain("<errcode>1006</errcode>");
    const ada = server.accounts[1];
    if (ada) ada.status = 16;
    expect(systemCode(ask(server, protocols, { headers }))).toBe("1011");
  });
});

describe("answers", () => {
  test("come in the order of the operations, apart or merged", () => {
    const server = plainServer();
    const two = "<ip><get/></ip><ip><get/></ip><server><get_protos/></server>";
    expect(ask(server, two).children.map(({ name }) => name)).toEqual(["ip", "ip", "server"]);
    server.assumptions.operators = "merged";
    const merged = ask(server, two);
    expect(merged.children.map(({ name }) => name)).toEqual(["ip", "server"]);
    expect(merged.first("ip")?.children).toHaveLength(2);
  });

  test("are one line, unless they are asked for to be read", () => {
    const server = plainServer();
    expect(send(server, protocols).body.trim().split("\n")).toHaveLength(1);
    const headers = { ...credentials, http_pretty_print: "TRUE" };
    const pretty = send(server, protocols, { headers }).body;
    expect(pretty.split("\n").length).toBeGreaterThan(8);
    expect(readXml(pretty).first("server")).toBeDefined();
  });

  test("after a failed operation the rest is executed, or left out", () => {
    const server = plainServer();
    createWebspace(server, { name: "uno.example" });
    const three = [99, 1].map((id) => `<mail><disable><site-id>${id}</site-id></disable></mail>`).join("");
    expect(codes(server, three)).toEqual(["1013", "ok"]);
    server.assumptions.afterFailure = "stop";
    expect(codes(server, three)).toEqual(["1013"]);
  });
});

const credentials = { http_auth_login: "admin", http_auth_passwd: "setup", "content-type": "text/xml" };

describe("faults of the answer", () => {
  test("spoil it in their own ways", () => {
    const server = plainServer();
    const whole = send(server, protocols).body;
    server.faults.http500 = true;
    expect(send(server, protocols)).toMatchObject({ status: 500, contentType: "text/xml", body: whole });
    server.faults.http500 = false;
    server.faults.html = true;
    expect(send(server, protocols)).toMatchObject({ status: 200, contentType: "text/html", wire: "broken" });
    server.faults.html = false;
    server.faults.truncate = true;
    expect(() => readXml(send(server, protocols).body)).toThrow();
    server.faults.truncate = false;
    server.faults.garbage = true;
    expect(() => readXml(send(server, protocols).body)).toThrow();
  });

  test("credentials can fail though they are right, and access can be denied in three ways", () => {
    const server = plainServer();
    server.faults.wrongPassword = true;
    expect(systemCode(ask(server, protocols))).toBe("1001");
    server.faults.wrongPassword = false;
    server.faults.denied = true;
    expect(systemCode(ask(server, protocols))).toBe("1006");
    server.assumptions.deniedAs = "1010";
    expect(systemCode(ask(server, protocols))).toBe("1010");
    server.assumptions.deniedAs = "http403";
    expect(send(server, protocols)).toMatchObject({ status: 403, wire: "broken" });
  });

  test("the n-th operation of a packet fails without being executed", () => {
    const server = plainServer();
    const domain = createWebspace(server, { name: "uno.example" });
    server.faults.failOperation = 2;
    const update =
      "<update><set><filter><site-id>1</site-id><mailname><name>a</name></mailname></filter></set></update>";
    expect(codes(server, `<mail><disable><site-id>1</site-id></disable>${update}</mail>`)).toEqual(["ok", "1023"]);
    expect(codes(server, "<ip><get/></ip><mail><enable><site-id>1</site-id></enable></mail>")).toEqual(["ok", "1023"]);
    expect(domain.mail.service).toBe("off");
  });

  test("lists can come back empty, and a plan sync can undo mail off", () => {
    const server = plainServer();
    const domain = createWebspace(server, { name: "uno.example" });
    server.faults.emptyLists = true;
    const [list] = results(server, "<webspace><get><filter/><dataset><gen_info/></dataset></get></webspace>");
    expect(list?.children.map(({ name }) => name)).toEqual(["status"]);
    server.faults.planSyncRestoresMail = true;
    expect(codes(server, "<mail><disable><site-id>1</site-id></disable></mail>")).toEqual(["ok"]);
    expect(domain.mail.service).toBe("off");
    ask(server, "<ip><get/></ip>");
    expect(domain.mail.service).toBe("on");
  });
});
