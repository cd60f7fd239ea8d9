import type { PleskServer } from "../model";
import { emptyServer } from "../world/servers";
import { handlePacket, type PacketAnswer, type PacketRequest } from "./packet";
import { readXml, type XmlElement } from "./xml";

/** A server with nothing on it, whose administrator's password is `setup`. */
export function plainServer(key = "web1"): PleskServer {
  return emptyServer({ key, name: `${key}.provider.example`, ipAddress: "192.0.2.10" });
}

/** Sends operators as the server's administrator, in process. */
export function send(server: PleskServer, operators: string, part: Partial<PacketRequest> = {}): PacketAnswer {
  const admin = server.accounts[0];
  return handlePacket(server, {
    headers: {
      "content-type": "text/xml",
      http_auth_login: admin?.login ?? "",
      http_auth_passwd: admin?.password ?? "",
    },
    body: `<?xml version="1.0" encoding="UTF-8"?><packet version="1.6.9.1">${operators}</packet>`,
    remoteAddress: "198.51.100.7",
    now: Date.UTC(2026, 1, 1),
    ...part,
  });
}

/** The packet that answers. */
export function ask(server: PleskServer, operators: string, part: Partial<PacketRequest> = {}): XmlElement {
  return readXml(send(server, operators, part).body);
}

/** Every `result` of the answer, in order. */
export function results(server: PleskServer, operators: string): XmlElement[] {
  const found: XmlElement[] = [];
  const look = (element: XmlElement) => {
    for (const child of element.children) {
      if (child.name === "result") found.push(child);
      else look(child);
    }
  };
  look(ask(server, operators));
  return found;
}

/** The error codes of the results, `ok` where there is none. */
export function codes(server: PleskServer, operators: string): string[] {
  return results(server, operators).map((result) => result.text("errcode") ?? "ok");
}

/** The error code with which a whole packet was refused. */
export function systemCode(answer: XmlElement): string | undefined {
  return answer.first("system")?.text("errcode");
}
