import type { Account, PleskServer } from "../model";
import { type Bytes, by } from "../world/by";
import { syncPlans } from "../world/mail-service";
import { PleskRefusal } from "../world/refusal";
import { callerOf, credentialsFrom, type Headers, plainIp } from "./credentials";
import { GrammarFault } from "./grammar";
import { failed, type Operation } from "./operation";
import { loginPage } from "./pages";
import { PacketRefusal } from "./refused-packet";
import { readRequest, readSteps, type Step } from "./steps";
import { violations, watchCredentials, watchOperation } from "./violations";
import { indented, leaf, wrap, type XmlElement } from "./xml";

export interface PacketRequest {
  /** By lower-cased names. */
  headers: Headers;
  body: string;
  remoteAddress: string;
  /** Milliseconds. */
  now: number;
  /** Where new guids, keys and tokens come from; node:crypto when left out. */
  bytes?: Bytes;
}

export interface PacketAnswer {
  status: number;
  contentType: string;
  body: string;
  /** `packet`: XML as Plesk writes it; `refused`: so, for a request the grammar forbids; `broken`: a fault spoilt it. */
  wire: "packet" | "refused" | "broken";
}

/**
 * Answers one request to agent.php, in process: checks headers, version, credentials and grammar, in this order (or
 * as the server's assumptions say), executes the operations one after the other, and applies the server's faults that
 * concern what an answer says. Those that concern the connection are the panel's (`startPanel`).
 */
export function handlePacket(server: PleskServer, request: PacketRequest): PacketAnswer {
  const { faults } = server;
  if (faults.html) return { status: 200, contentType: "text/html", body: loginPage(server), wire: "broken" };
  const answer = answerTo(server, request);
  if (faults.truncate) return { ...answer, body: answer.body.slice(0, answer.body.length / 2), wire: "broken" };
  if (faults.garbage) return { ...answer, body: "\u0000\u0001<packet<&&>\ufffd]]>", wire: "broken" };
  return faults.http500 ? { ...answer, status: 500 } : answer;
}

function answerTo(server: PleskServer, request: PacketRequest): PacketAnswer {
  const pretty = /^true$/i.test(String(request.headers.http_pretty_print ?? ""));
  let version = server.plesk.protocols.at(-1) ?? "";
  const answer = (inner: string, wire: PacketAnswer["wire"] = "packet"): PacketAnswer => {
    const packet = `<packet version="${version}">${inner}</packet>`;
    const body = `<?xml version="1.0" encoding="UTF-8"?>${pretty ? `\n${indented(packet)}` : packet}\n`;
    return { status: 200, contentType: "text/xml", body, wire };
  };
  try {
    const credentials = credentialsFrom(request.headers);
    watchCredentials(server, credentials);
    const document = readable(request.body);
    const checkVersion = () => {
      version = versionOf(server, document);
    };
    if (server.assumptions.checkOrder === "version-first") checkVersion();
    const caller = callerOf(server, credentials, request.remoteAddress);
    if (server.assumptions.checkOrder === "credentials-first") checkVersion();
    if (server.faults.denied) {
      if (server.assumptions.deniedAs === "http403") {
        return { status: 403, contentType: "text/html", body: "<html><body>Forbidden</body></html>", wire: "broken" };
      }
      throw new PacketRefusal(Number(server.assumptions.deniedAs), "Access to the panel is denied.");
    }
    if (document instanceof Error) throw new GrammarFault(`Parser error: ${document.message}`);
    if (!/^text\/xml\b/.test(String(request.headers["content-type"] ?? ""))) {
      throw new GrammarFault("Parser error: The request is not of the content type text/xml.");
    }
    const steps = readSteps(document);
    checkRights(caller, steps);
    return answer(execute(server, caller, steps, request));
  } catch (error) {
    if (error instanceof GrammarFault) return answer(systemError(1014, error.message), "refused");
    if (error instanceof PacketRefusal) return answer(systemError(error.code, error.message));
    throw error;
  }
}

function systemError(code: number, text: string): string {
  return wrap("system", "<status>error</status>", leaf("errcode", code), leaf("errtext", text));
}

/** A document that cannot be read is only reported after the credentials are known to be good. */
function readable(body: string): XmlElement | Error {
  try {
    return readRequest(body);
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

/** The newest protocol that the packet's version stands for: `1.6` and `1.6.9` stand for all that begin so. */
function versionOf(server: PleskServer, document: XmlElement | Error): string {
  const { protocols } = server.plesk;
  const wanted = document instanceof Error ? undefined : document.attributes.version;
  if (wanted === undefined) return protocols.at(-1) ?? "";
  const found = protocols.findLast((protocol) => protocol === wanted || protocol.startsWith(`${wanted}.`));
  if (found === undefined) throw new PacketRefusal(1005, `Protocol version ${wanted} is not supported.`);
  return found;
}

/** Customers and resellers may ask for the protocols and open a session of their own. */
function checkRights(caller: Account, steps: readonly Step[]): void {
  if (caller.kind === "administrator") return;
  const open = new Set(["get_protos", "create_session"]);
  if (steps.every(({ operator, node }) => operator === "server" && open.has(node.name))) return;
  throw new PacketRefusal(1006, "Permission denied.");
}

function execute(server: PleskServer, caller: Account, steps: readonly Step[], request: PacketRequest): string {
  const { remoteAddress, now, bytes } = request;
  const who = by({ login: caller.login, address: plainIp(remoteAddress), now, ...(bytes ? { bytes } : {}) });
  if (server.faults.planSyncRestoresMail) syncPlans(server);
  const parts: string[] = [];
  let open = "";
  for (const [index, { operator, operation, node }] of steps.entries()) {
    watchOperation(server, operator, operation, node);
    const { failOperation, refuseChanges } = server.faults;
    const inner =
      failOperation === index + 1 || (refuseChanges && operation.effect === "change")
        ? failed(new PleskRefusal(1023, "Operation failed."))
        : run(operation, { server, caller, who, node });
    // `mail update` answers one level further down, where its kind of update is.
    const nested = operator === "mail" && node.name === "update" && inner.startsWith("<result>");
    const shown = wrap(node.name, nested ? wrap(node.children[0]?.name ?? "set", inner) : inner);
    if (server.assumptions.operators === "merged" && operator === open) parts.splice(-1, 0, shown);
    else parts.push(`<${operator}>`, shown, `</${operator}>`);
    open = operator;
    if (server.assumptions.afterFailure === "stop" && inner.includes("<status>error</status>")) break;
  }
  return parts.join("");
}

function run(operation: Operation, call: Parameters<Operation["run"]>[0]): string {
  try {
    return operation.run(call);
  } catch (error) {
    if (error instanceof PleskRefusal) return failed(error);
    violations(call.server).push(`${call.server.key}: ${call.node.name} broke the simulation: ${String(error)}`);
    throw error;
  }
}
