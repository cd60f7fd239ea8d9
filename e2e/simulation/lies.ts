import type { Faults, PleskServer } from "@/e2e/fleet/model";
import type { Packet } from "@/lib/plesk/transport";
import type { FaultName } from "./faults";

/** What comes back over the wire. */
export interface Answer {
  status: number;
  body: Uint8Array;
}

/** What a fault works with: the packet, the server, and how to execute on it or on a copy. */
export interface Scene {
  packet: Packet;
  server: PleskServer;
  execute(packet: Packet, on?: PleskServer): string;
  /** The server as it was before the last change. */
  earlier(): PleskServer;
  seen: { executed<T>(work: () => T): T };
}

const refusals: Partial<Record<FaultName, number>> = {
  "key-revoked": 11003,
  "login-locked": 1012,
  "permission-denied": 1006,
  "panel-busy": 1008,
  "licence-expired": 1030,
};

const PROLOGUE = '<?xml version="1.0" encoding="UTF-8"?>';
const answer = (body: string | Uint8Array, status = 200): Answer => ({
  status,
  body: typeof body === "string" ? Buffer.from(body) : body,
});

/** Executes a packet and answers it, with the fault that is wanted for it. */
export function spoilt(fault: FaultName | null, scene: Scene): Answer {
  const { packet, server, execute, seen } = scene;
  const code = fault ? refusals[fault] : undefined;
  if (code !== undefined)
    return answer(
      `${PROLOGUE}<packet version="1.6.9.1"><system><status>error</status><errcode>${code}</errcode><errtext>made to fail</errtext></system></packet>`,
    );
  switch (fault) {
    case "empty-body":
      return answer("");
    case "web-page":
      return answer("<!DOCTYPE html><html><body>Please sign in</body></html>");
    case "error-page":
      return answer("<html><body>Internal Server Error</body></html>", 500);
    case "doctype-bomb":
      return answer(`${PROLOGUE}<!DOCTYPE p [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><packet>&b;</packet>`);
    case "ok-without-effect":
      return answer(execute(packet, structuredClone(server)));
    case "stale-read":
      return answer(execute(packet, scene.earlier()));
    case "one-refused":
    case "limit-reached":
    case "unknown-code": {
      const said = seen.executed(() => during(server, { failOperation: 1 }, () => execute(packet)));
      return answer(said.replace("<errcode>1023<", `<errcode>${firstRefusal[fault]}<`));
    }
    case "empty-lists":
      return answer(during(server, { emptyLists: true }, () => execute(packet)));
  }
  const body = seen.executed(() => execute(packet));
  if (fault === "effect-twice") execute(packet);
  return answer(fault ? altered(fault, body) : body);
}

const firstRefusal = { "one-refused": 1023, "limit-reached": 1024, "unknown-code": 4711 } as const;

/** The panel itself misbehaves, for one packet. */
function during<T>(server: PleskServer, faults: Partial<Faults>, work: () => T): T {
  const usual = server.faults;
  server.faults = { ...usual, ...faults };
  try {
    return work();
  } finally {
    server.faults = usual;
  }
}

/** An answer that was spoilt on its way; the effect has happened. */
function altered(fault: FaultName, body: string): string | Uint8Array {
  switch (fault) {
    case "cut-in-half":
      return body.slice(0, body.length / 2);
    case "cut-early":
      return body.slice(0, 100);
    case "wrong-charset":
      return Buffer.concat([Buffer.from(body.slice(0, 60)), Buffer.from([0xff, 0xfe]), Buffer.from(body.slice(60))]);
    case "doubled-element":
      return body.replace("<status>ok</status>", "<status>ok</status><status>ok</status>");
    case "half-lists":
      return body.replace(/(?:<result>(?:(?!<result>).)*<\/result>){2,}/gs, (results) => {
        let place = 0;
        return results.replace(/<result>.*?<\/result>/gs, (result) => (place++ % 2 === 0 ? result : ""));
      });
    case "answer-missing":
      return withoutLast(body);
    case "answers-swapped": {
      const [first = "", second] = body.match(/<result>.*?<\/result>/gs) ?? [];
      return second ? body.replace(first, "\u0001").replace(second, first).replace("\u0001", second) : body;
    }
    case "other-id":
      return body.replace(/<id>(\d+)<\/id>/, (_, id: string) => `<id>${Number(id) + 90_001}</id>`);
    default:
      return body;
  }
}

function withoutLast(body: string): string {
  const [, verb, operator] = /<\/([\w-]+)><\/([\w-]+)><\/packet>\s*$/.exec(body) ?? [];
  return verb ? `${body.slice(0, body.lastIndexOf(`<${verb}>`))}</${operator}></packet>` : body;
}
