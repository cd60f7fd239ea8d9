import { createSocket } from "node:dgram";
import { Resolver } from "node:dns/promises";
import { connect } from "node:net";
import { type DecodedPacket, decode, encode, type RecordType } from "dns-packet";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Dns, startDns } from "./dns";
import { dnsElsewhere } from "./dns/delegation";
import type { PleskServer } from "./model";
import { addRecord, createWebspace, emptyServer, removeRecord, setDomain, zoneOf } from "./world";

let web: PleskServer;
let mail: PleskServer;
let dns: Dns;

beforeEach(async () => {
  web = emptyServer({ key: "web1", name: "web1.provider.example", ipAddress: "192.0.2.11" });
  mail = emptyServer({ key: "mail1", name: "mail1.provider.example", ipAddress: "192.0.2.10" });
  createWebspace(web, { name: "huber.example" });
  dns = await startDns(() => [mail, web], { host: "127.0.0.1", port: 0 });
});

afterEach(() => dns.close());

function query(name: string, type: RecordType): Buffer {
  return encode({ type: "query", id: 7, questions: [{ name, type }] });
}

/** Asks over UDP, the first or the second name server. */
function ask(name: string, type: RecordType, host = dns.host): Promise<DecodedPacket> {
  return new Promise((resolve, reject) => {
    const socket = createSocket("udp4");
    socket.on("error", reject);
    socket.on("message", (message) => {
      socket.close();
      resolve(decode(message));
    });
    socket.send(query(name, type), dns.port, host);
  });
}

function askTcp(name: string, type: RecordType): Promise<DecodedPacket> {
  return new Promise((resolve, reject) => {
    const body = query(name, type);
    const length = Buffer.alloc(2);
    length.writeUInt16BE(body.length);
    const socket = connect(dns.port, dns.host, () => socket.write(Buffer.concat([length, body])));
    let answer = Buffer.alloc(0);
    socket.on("error", reject);
    socket.on("data", (chunk) => {
      answer = Buffer.concat([answer, Buffer.from(chunk)]);
      if (answer.length < 2 || answer.length < 2 + answer.readUInt16BE(0)) return;
      socket.destroy();
      resolve(decode(answer.subarray(2)));
    });
  });
}

const rcode = ({ flags = 0 }: DecodedPacket) => flags & 0xf;
const data = ({ answers = [] }: DecodedPacket) => answers.map((answer) => ("data" in answer ? answer.data : undefined));

function zone(server: PleskServer) {
  const found = zoneOf(server, { domainId: server.domains[0]?.id ?? 0 });
  if (!found) throw new Error("The domain has no zone.");
  return found;
}

describe("the DNS face", () => {
  it("answers with authority and the zone's time to live, over UDP and TCP", async () => {
    zone(web).soa.ttl = 300;
    for (const answer of [await ask("huber.example", "MX"), await askTcp("huber.example", "MX")]) {
      expect(answer.flag_aa).toBe(true);
      expect(data(answer)).toEqual([{ preference: 10, exchange: "mail.huber.example" }]);
      expect(answer.answers?.map((record) => ("ttl" in record ? record.ttl : undefined))).toEqual([300]);
    }
    expect(data(await ask("mail.huber.example", "A"))).toEqual(["192.0.2.11"]);
  });

  it("tells a name that is not there from a name without such records, both with the SOA", async () => {
    const missing = await ask("nothing.huber.example", "A");
    const empty = await ask("mail.huber.example", "MX");
    expect([rcode(missing), rcode(empty)]).toEqual([3, 0]);
    for (const answer of [missing, empty]) expect(answer.authorities?.map(({ type }) => type)).toEqual(["SOA"]);
    expect(rcode(await ask("stranger.example", "A"))).toBe(5);
  });

  it("leads from a domain to its name servers on loopback", async () => {
    const resolver = new Resolver();
    resolver.setServers([`${dns.host}:${dns.port}`]);
    const names = await resolver.resolveNs("huber.example");
    expect(names.sort()).toEqual(["ns1.web1.provider.example", "ns2.web1.provider.example"]);
    expect(await resolver.resolve4("ns1.web1.provider.example")).toEqual([dns.host]);
    expect(await resolver.resolve4("ns2.web1.provider.example")).toEqual([dns.secondaryHost]);
    expect(await resolver.resolve4("web1.provider.example")).toEqual(["192.0.2.11"]);
  });

  it("cuts a long answer off over UDP and gives it whole over TCP", async () => {
    for (let count = 0; count < 30; count += 1) {
      addRecord(web, zone(web), { type: "TXT", host: "", value: `note ${count} ${"x".repeat(60)}` });
    }
    const short = await ask("huber.example", "TXT");
    expect([short.flag_tc, short.answers?.length]).toEqual([true, 0]);
    expect((await askTcp("huber.example", "TXT")).answers).toHaveLength(31);
  });

  it("keeps the second name server behind while it is stale", async () => {
    if (dns.secondaryHost === dns.host) return;
    web.faults.staleSecondaryDns = true;
    dns.sync();
    addRecord(web, zone(web), { type: "MX", host: "", value: "mail1.provider.example", opt: "5" });
    expect(data(await ask("huber.example", "MX"))).toHaveLength(2);
    expect(data(await ask("huber.example", "MX", dns.secondaryHost))).toHaveLength(1);
    web.faults.staleSecondaryDns = false;
    dns.sync();
    expect(data(await ask("huber.example", "MX", dns.secondaryHost))).toHaveLength(2);
  });

  it("fails for a stopped service and refuses a disabled zone", async () => {
    web.services.dns = "stopped";
    expect(rcode(await ask("huber.example", "MX"))).toBe(2);
    web.services.dns = "running";
    zone(web).enabled = false;
    expect(rcode(await ask("huber.example", "MX"))).toBe(5);
  });

  it("shows an outside provider's unchanged MX where the public's DNS is elsewhere", async () => {
    const [domain] = web.domains;
    for (const record of zone(web).records) if (record.type === "MX") removeRecord(web, zone(web), record);
    if (domain) setDomain(web, domain, { description: dnsElsewhere });
    const elsewhere = async () => [
      data(await ask("huber.example", "NS")),
      data(await ask("huber.example", "MX")),
      data(await ask("ns2.dns-elsewhere.example", "A")),
    ];
    const outside = [
      ["ns1.dns-elsewhere.example", "ns2.dns-elsewhere.example"],
      [{ preference: 10, exchange: "mail.huber.example" }],
      [dns.secondaryHost],
    ];
    expect(await elsewhere()).toEqual(outside);
    if (domain) setDomain(web, domain, { description: "" });
    expect(data(await ask("huber.example", "MX"))).toEqual([]);
    web.remoteDns = true;
    expect(await elsewhere()).toEqual(outside);
  });

  it("leaves a domain with the server that had it first, whatever a mail server is given later", async () => {
    createWebspace(mail, { name: "huber.example" });
    createWebspace(mail, { name: "shop.huber.example" });
    expect(data(await ask("huber.example", "NS"))).toContain("ns1.web1.provider.example");
    expect(rcode(await ask("shop.huber.example", "A"))).toBe(3);
  });
});
