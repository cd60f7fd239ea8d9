import { createSocket, type Socket } from "node:dgram";
import { once } from "node:events";
import { type AddressInfo, createServer, type Server } from "node:net";
import { type Answer, AUTHORITATIVE_ANSWER, decode, encode, TRUNCATED_RESPONSE } from "dns-packet";
import { afterEach, describe, expect, it } from "vitest";
import { createDns } from "./dns";

interface Reply {
  answers?: Answer[];
  rcode?: number;
  authoritative?: boolean;
  truncated?: boolean;
  /** SOA minimum for an empty answer. */
  negative?: number;
  silent?: boolean;
}

const doors: (Socket | Server)[] = [];
afterEach(async () => {
  for (const door of doors.splice(0)) await new Promise<void>((resolve) => door.close(() => resolve()));
});

/** A name server on loopback: `answer` says what it replies to each question, by UDP and by TCP. */
async function serve(
  answer: (question: string, by: "udp" | "tcp") => Reply,
): Promise<{ port: number; asked: string[] }> {
  const asked: string[] = [];
  const reply = (message: Buffer, by: "udp" | "tcp") => {
    const query = decode(message);
    const [question] = query.questions ?? [];
    const text = `${question?.type} ${question?.name}`;
    asked.push(`${by} ${text}`);
    const { answers, rcode = 0, authoritative = true, truncated, negative, silent } = answer(text, by);
    if (silent) return undefined;
    const flags = (authoritative ? AUTHORITATIVE_ANSWER : 0) | (truncated ? TRUNCATED_RESPONSE : 0) | rcode;
    const soa = { mname: "ns1.x.example", rname: "root.x.example", serial: 1, minimum: negative ?? 60 };
    const authorities: Answer[] = answers ? [] : [{ type: "SOA", name: "x.example", ttl: 3600, data: soa }];
    const questions = query.questions ?? [];
    return encode({ type: "response", id: query.id ?? 0, flags, questions, answers: answers ?? [], authorities });
  };
  const tcp = createServer((socket) => {
    socket.on("data", (bytes) => {
      const message = reply(bytes.subarray(2), "tcp");
      if (!message) return;
      const length = Buffer.alloc(2);
      length.writeUInt16BE(message.length);
      socket.end(Buffer.concat([length, message]));
    });
  });
  const udp = createSocket("udp4");
  udp.on("message", (message, from) => {
    const bytes = reply(message, "udp");
    if (bytes) udp.send(bytes, from.port, from.address);
  });
  const port = await openBoth(tcp, udp);
  doors.push(udp, tcp);
  return { port, asked };
}

/** Both at one port. What is free for one may be in use for the other, by another test's connection. */
async function openBoth(tcp: Server, udp: Socket): Promise<number> {
  for (;;) {
    await once(tcp.listen(0, "127.0.0.1"), "listening");
    const { port } = tcp.address() as AddressInfo;
    udp.bind(port, "127.0.0.1");
    const opened = await once(udp, "listening").then(
      () => true,
      () => false,
    );
    if (opened) return port;
    await new Promise<void>((resolve) => tcp.close(() => resolve()));
  }
}

const patience = { timeout: 150, tries: 2 };
const at = (port: number) => createDns({ resolver: { host: "127.0.0.1", port }, port, patience });
const here = { name: "ns1.x.example", address: "127.0.0.1" };
const mx = (host: string, preference: number, ttl = 300): Answer => ({
  type: "MX",
  name: "x.example",
  ttl,
  data: { exchange: host, preference },
});

describe("the texts of a name", () => {
  const text = (...data: string[]): Answer => ({ type: "TXT", name: "x.example", ttl: 300, data });

  it("are joined where a record has several strings", async () => {
    const { port } = await serve(() => ({ answers: [text("v=spf1 mx ", "~all"), text("other")] }));
    expect(await at(port).texts("x.example")).toEqual({ ok: true, texts: ["v=spf1 mx ~all", "other"] });
  });

  it("are none where the name has none, and unknown where nobody answers", async () => {
    const none = await serve(() => ({ rcode: 3 }));
    expect(await at(none.port).texts("x.example")).toEqual({ ok: true, texts: [] });
    const silent = await serve(() => ({ silent: true }));
    expect(await at(silent.port).texts("x.example")).toMatchObject({ ok: false });
  });
});

describe("one name server's MX", () => {
  it("comes lower case, in order, with the longest TTL", async () => {
    const { port } = await serve(() => ({ answers: [mx("Mail2.X.example", 20, 900), mx("mail.x.example", 10)] }));
    expect(await at(port).mxAt(here, "x.example")).toEqual({
      ok: true,
      mx: [
        { host: "mail.x.example", preference: 10 },
        { host: "mail2.x.example", preference: 20 },
      ],
      ttl: 900,
    });
  });

  it("is asked again by TCP when the answer was cut", async () => {
    const { port, asked } = await serve((_, by) =>
      by === "udp" ? { answers: [], truncated: true } : { answers: [mx("mail.x.example", 10)] },
    );
    expect(await at(port).mxAt(here, "x.example")).toMatchObject({ ok: true, mx: [{ host: "mail.x.example" }] });
    expect(asked).toEqual(["udp MX x.example", "tcp MX x.example"]);
  });

  it("is empty where the name has none, for as long as the zone says", async () => {
    const { port } = await serve(() => ({ negative: 120 }));
    expect(await at(port).mxAt(here, "x.example")).toEqual({ ok: true, mx: [], ttl: 120 });
  });

  it.each([
    ["a server that fails", { rcode: 2 }, "SERVFAIL"],
    [
      "a server that is not responsible",
      { answers: [mx("mail.x.example", 10)], authoritative: false },
      "not responsible",
    ],
    ["silence", { silent: true }, "does not answer"],
  ])("is unknown after %s", async (_, reply, words) => {
    const { port } = await serve(() => reply);
    const cause = expect.stringContaining(words);
    expect(await at(port).mxAt(here, "x.example")).toEqual({ ok: false, absent: false, cause });
  });

  it.each([
    ["there is no such name", { rcode: 3 }, "does not exist in DNS"],
    ["it refuses to speak of the zone", { rcode: 5 }, "refuses to answer"],
    ["it is not responsible and knows of none", { authoritative: false }, "not responsible"],
  ])("is absent where %s", async (_, reply, words) => {
    const { port } = await serve(() => reply);
    const cause = expect.stringContaining(words);
    expect(await at(port).mxAt(here, "x.example")).toEqual({ ok: false, absent: true, cause });
  });

  it("is asked once more when a datagram was lost, and not for ever", async () => {
    const { port, asked } = await serve(() => ({ silent: true }));
    await at(port).mxAt(here, "x.example");
    expect(asked).toHaveLength(2);
    const once = await serve(() => (once.asked.length === 1 ? { silent: true } : { answers: [mx("m.x.example", 1)] }));
    expect(await at(once.port).mxAt(here, "x.example")).toMatchObject({ ok: true });
  });

  it("is not taken from an answer to another question", async () => {
    const { port } = await serve(() => ({ answers: [{ ...mx("evil.example", 1), name: "other.example" } as Answer] }));
    expect(await at(port).mxAt(here, "x.example")).toEqual({ ok: true, mx: [], ttl: 0 });
  });

  it("is unknown where nothing listens", async () => {
    const { port } = await serve(() => ({}));
    for (const door of doors.splice(0)) await new Promise<void>((resolve) => door.close(() => resolve()));
    expect(await at(port).mxAt(here, "x.example")).toMatchObject({ ok: false });
  });
});

describe("the name servers of a zone", () => {
  const ns = (name: string, data: string): Answer => ({ type: "NS", name, ttl: 300, data });
  const a = (name: string, data: string): Answer => ({ type: "A", name, ttl: 300, data });

  it("come with their addresses, from the nearest zone above", async () => {
    const { port, asked } = await serve((question) => {
      if (question === "NS x.example")
        return { answers: [ns("x.example", "NS2.x.example"), ns("x.example", "ns1.x.example")] };
      if (question === "A ns1.x.example") return { answers: [a("ns1.x.example", "192.0.2.1")] };
      if (question === "A ns2.x.example")
        return { answers: [a("ns2.x.example", "192.0.2.2"), a("ns2.x.example", "192.0.2.3")] };
      return {};
    });
    expect(await at(port).nameServers("shop.x.example")).toEqual([
      { name: "ns1.x.example", address: "192.0.2.1" },
      { name: "ns2.x.example", address: "192.0.2.2" },
      { name: "ns2.x.example", address: "192.0.2.3" },
    ]);
    expect(asked).not.toContain("udp NS example");
  });

  it("are looked up once for all zones they serve, for as long as the resolver says", async () => {
    const ttls: Record<string, number> = { "ns1.x.example": 300, "ns2.x.example": 0 };
    const { port, asked } = await serve((question) => {
      const [type = "", name = ""] = question.split(" ");
      if (type === "NS") return { answers: Object.keys(ttls).map((server) => ns(name, server)) };
      return type === "A" ? { answers: [{ ...a(name, "192.0.2.1"), ttl: ttls[name] } as Answer] } : {};
    });
    const dns = at(port);
    for (const zone of ["x.example", "y.example", "z.example"]) expect(await dns.nameServers(zone)).toHaveLength(2);
    const count = (question: string) => asked.filter((each) => each === question).length;
    expect([count("udp A ns1.x.example"), count("udp A ns2.x.example")]).toEqual([1, 3]);
  });

  it("are none where nobody is delegated, and cannot be found out where the resolver is silent", async () => {
    const none = await serve(() => ({}));
    expect(await at(none.port).nameServers("x.example")).toEqual([]);
    const silent = await serve(() => ({ silent: true }));
    await expect(at(silent.port).nameServers("x.example")).rejects.toThrow("cannot be found");
  });

  it("cannot be used without an address", async () => {
    const { port } = await serve((question) =>
      question.startsWith("NS") ? { answers: [ns("x.example", "ns1.x.example")] } : {},
    );
    await expect(at(port).nameServers("x.example")).rejects.toThrow("ns1.x.example of x.example has no address");
  });
});

it("a host's addresses are found through its aliases; an address is itself", async () => {
  const { port } = await serve((question) =>
    question === "A mail.x.example"
      ? {
          answers: [
            { type: "CNAME", name: "mail.x.example", ttl: 60, data: "host.y.example" },
            { type: "A", name: "host.y.example", ttl: 60, data: "192.0.2.9" },
            { type: "A", name: "stray.example", ttl: 60, data: "192.0.2.66" },
          ],
        }
      : {},
  );
  expect(await at(port).addresses("mail.x.example")).toEqual(["192.0.2.9"]);
  expect(await at(port).addresses("2001:db8::1")).toEqual(["2001:db8::1"]);
  expect(await at(port).addresses("nothing.example")).toEqual([]);
});
