import { createSocket } from "node:dgram";
import type { AddressInfo } from "node:net";
import { createServer, isIP, type Server } from "node:net";
import { networkInterfaces } from "node:os";
import ipaddr from "ipaddr.js";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { readHost } from "./host";

// Nothing but what is public may be reached, as in production without ALLOWED_NETWORKS.
vi.stubEnv("ALLOWED_NETWORKS", "");
const { judged, judgedLookup, refusal } = await import("./reach");
const { readCertificate } = await import("./plesk/certificate");
const { createTransport } = await import("./plesk/transport");
const { converse } = await import("./probes/conversation");
const { exchange } = await import("./probes/dns-exchange");

/** A number from a seed, so that a failing spelling is the same one again. */
function chance(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const closed = [
  ...["127.0.0.0/8", "0.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16", "100.64.0.0/10"],
  ...["224.0.0.0/4", "240.0.0.0/4", "192.0.0.0/24", "198.18.0.0/15", "255.255.255.255/32", "169.254.169.254/32"],
];
const closed6 = [
  ...["::1/128", "::/128", "fe80::/10", "fec0::/10", "fc00::/7", "ff00::/8", "2002::/16", "2001::/32", "2001:db8::/32"],
  ...["100::/64", "64:ff9b:1::/48", "::/96", "4000::/3", "fd00:ec2::254/128", "::ffff:0:0:0/96"],
];

function inside(network: string, pick: (below: number) => number): number[] {
  const [base, bits] = ipaddr.parseCIDR(network);
  return base.toByteArray().map((byte, at) => {
    const fixed = Math.min(8, Math.max(0, bits - at * 8));
    return byte | (pick(256) & (255 >> fixed));
  });
}

/** One IPv4 address in every way that some parser takes for it. */
function spellings([a = 0, b = 0, c = 0, d = 0]: number[]): string[] {
  const bytes = [a, b, c, d];
  const dotted = bytes.join(".");
  const number = ((a << 24) | (b << 16) | (c << 8) | d) >>> 0;
  const hex = bytes.map((byte) => byte.toString(16).padStart(2, "0"));
  const groups = `${hex[0]}${hex[1]}:${hex[2]}${hex[3]}`;
  const octal = bytes.map((byte) => `0${byte.toString(8)}`);
  const wide = [...dotted].map((sign) =>
    sign === "." ? "。" : String.fromCodePoint(0xfee0 + (sign.codePointAt(0) ?? 0)),
  );
  return [
    ...[dotted, `${dotted}.`, String(number), `0x${number.toString(16)}`, `0X${number.toString(16).toUpperCase()}`],
    ...[
      `0${number.toString(8)}`,
      octal.join("."),
      hex.map((each) => `0x${each}`).join("."),
      `0x${hex[0]}.${b}.${octal[2]}.${d}`,
    ],
    ...[`${a}.${(b << 16) | (c << 8) | d}`, `${a}.${b}.${(c << 8) | d}`],
    ...[`::ffff:${dotted}`, `::FFFF:${groups}`, `0:0:0:0:0:ffff:${groups}`, `0000:0000:0000:0000:0000:ffff:${dotted}`],
    ...[
      `[::ffff:${dotted}]`,
      `::ffff:${dotted}%1`,
      `64:ff9b::${dotted}`,
      `64:ff9b::${groups}`,
      `64:FF9B:0:0:0:0:${groups}`,
    ],
    ...[
      `64:ff9b:1::${groups}`,
      `2002:${groups}::1`,
      `::${dotted}`,
      `::${groups}`,
      `::ffff:0:${dotted}`,
      `2001::${groups}`,
    ],
    ...[
      wide.join(""),
      dotted.replaceAll(".", "．"),
      dotted.replaceAll(".", "｡"),
      dotted.replace(".", "%2e"),
      dotted.replace(".", "\u00ad."),
    ],
    ...[
      ` ${dotted} `,
      `${dotted}\u0000.example`,
      `${dotted}#.example`,
      `x@${dotted}`,
      `${dotted}:8443`,
      `//${dotted}`,
      `${dotted}\t`,
    ],
  ];
}

/** What the C library reads as an IPv4 address: one to four numbers, decimal, octal or hexadecimal. */
const numeric = /^(0x[\da-f]+|0[0-7]*|[1-9]\d*)(\.(0x[\da-f]+|0[0-7]*|[1-9]\d*)){0,3}$/i;

/** What a connection by this spelling would be made to: the door as a registered host, and as any other, goes through. */
async function reached(spelling: string): Promise<string | null> {
  const read = readHost(spelling);
  const hosts = ["host" in read ? read.host : "", spelling].filter((host) => isIP(host) || numeric.test(host));
  for (const host of hosts) {
    try {
      judged(host);
    } catch {
      continue;
    }
    // A number in whatever notation is looked up without a network.
    if (!numeric.test(host)) return `${host} is not refused`;
    const found = await new Promise<string | null>((resolve) =>
      judgedLookup(host, { all: false }, (error, address) => resolve(error ? null : String(address))),
    );
    if (found !== null) return `${host} leads to ${found}`;
  }
  return null;
}

test("no spelling of an address that is not public leads anywhere", async () => {
  const pick = chance(20_261_125);
  const tried = new Set<string>();
  while (tried.size < 5_000) {
    const network = closed[pick(closed.length)] ?? "";
    for (const spelling of spellings(inside(network, pick))) tried.add(spelling);
    const six = ipaddr.fromByteArray(inside(closed6[pick(closed6.length)] ?? "", pick)) as ipaddr.IPv6;
    for (const spelling of [
      six.toString(),
      six.toNormalizedString(),
      six.toNormalizedString().toUpperCase(),
      `${six}%eth0`,
      `[${six}]`,
    ])
      tried.add(spelling);
  }
  const passed: string[] = [];
  for (const spelling of tried) {
    const where = await reached(spelling);
    if (where !== null) passed.push(`${JSON.stringify(spelling)}: ${where}`);
  }
  expect(passed).toEqual([]);
});

test.each(["localhost", "LOCALHOST", "ｌocalhost."])(
  "the name %s is refused for the address that it has",
  async (name) => {
    const read = readHost(name);
    const host = "host" in read ? read.host : "";
    const error = await new Promise((resolve) => judgedLookup(host, { all: true }, (error) => resolve(error)));
    expect(error).toMatchObject({
      code: "ADDRESS_REFUSED",
      message: expect.stringContaining("of this machine itself"),
    });
  },
);

test("this machine's own addresses are refused, also public ones", () => {
  for (const { address } of Object.values(networkInterfaces()).flatMap((each) => each ?? []))
    expect(refusal(address, []), address).not.toBeNull();
});

test.each([
  ["8.8.8.8"],
  ["93.184.216.34"],
  ["2a00:1450:4001:81b::200e"],
  ["::ffff:93.184.216.34"],
  ["64:ff9b::5db8:d822"],
])("a public address may be reached: %s", (address) => {
  expect(refusal(address, [])).toBeNull();
});

test("a network is opened by being named, with every notation of its addresses, and nothing beside it", () => {
  const open = ["10.20.0.0/16", "fd12:3456::/32"];
  for (const address of ["10.20.0.1", "10.20.255.254", "::ffff:10.20.3.4", "64:ff9b::10.20.3.4", "fd12:3456::1"])
    expect(refusal(address, open), address).toBeNull();
  for (const address of [
    "10.21.0.1",
    "10.19.255.255",
    "127.0.0.1",
    "::1",
    "169.254.169.254",
    "fd12:3457::1",
    "::10.20.0.1",
  ])
    expect(refusal(address, open), address).not.toBeNull();
  expect(refusal("10.21.0.1", open)).toBe("10.21.0.1 is private");
  expect(refusal("::ffff:127.0.0.1", open)).toBe("::ffff:127.0.0.1 (127.0.0.1) is of this machine itself");
});

describe("who listens where nobody may go", () => {
  let listener: Server;
  let port: number;
  let callers = 0;
  const udp = createSocket("udp4");
  beforeAll(async () => {
    listener = createServer((socket) => {
      callers += 1;
      socket.destroy();
    });
    await new Promise<void>((resolve) => listener.listen(0, resolve));
    port = (listener.address() as AddressInfo).port;
    udp.on("message", () => {
      callers += 1;
    });
    await new Promise<void>((resolve) => udp.bind(port, resolve));
  });
  afterAll(() => {
    listener.close();
    udp.close();
  });

  test.each(["127.0.0.1", "::1", "::ffff:127.0.0.1", "localhost", "127.1", "2130706433", "0x7f.1", "0.0.0.0"])(
    "hears nothing when it is called as %s: not from the panel's client, the certificate's reader, nor a probe",
    async (host) => {
      const transport = createTransport({ host, port, pin: "AA", timeoutMs: { read: 3_000, change: 3_000 } });
      const listen = { begin: () => {}, piece: () => {} };
      const sent = transport.send({ kind: "read", headers: {}, body: "" }, listen);
      await expect(sent).rejects.toMatchObject({ kind: "unreachable", sent: false });
      await transport.close();
      await expect(readCertificate(host, port, 3_000)).rejects.toMatchObject({ kind: "unreachable" });
      await expect(converse(host, port, 3_000)).rejects.toThrow(/ALLOWED_NETWORKS|address/);
      const question = { name: "a.example", type: "MX", recursive: false } as const;
      const answer = await exchange({ host, port }, question, { timeout: 300, tries: 1 });
      expect(answer).toMatchObject({ kind: "failure", reason: "unreachable" });
      expect(callers).toBe(0);
    },
  );
});
