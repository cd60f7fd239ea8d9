/** What one server's assignment, way back or synchronization would do, before anything is done. */
export interface Preview {
  serverId: number;
  name: string;
  clients: number;
  /** Clients whose login is taken on the mail server and who get a derived one. */
  derivedLogins: number;
  domains: number;
  aliases: number;
  addresses: number;
  /** Accounts that wait for a person, with the problem they would have: the first ones of each. */
  needsYou: { account: string; kind: "client" | "domain"; code: string; detail: string }[];
  /** How many wait, by problem. */
  needs: { code: string; clients: number; domains: number }[];
  /** Sample lines, "+" and "−" first. */
  changes: { source: string[]; central: string[] };
  licence: { used: number; limit: number } | null;
  /** The longest TTL of an MX, in seconds. */
  ttl: number;
  drainSeconds: number;
  buildSeconds: number;
  problems: string[];
  /** The first changes. */
  operations: { account: string; reason: string; summary: string }[];
  /** How many changes there are. */
  operationCount: number;
}

/** So many changes are shown, and so many accounts with each problem, whatever the number of servers. */
export const SHOWN = 200;
export const NAMED = 50;

type Listed = Pick<Preview, "needsYou" | "operations">;

/** Everything that was found of one server, counted, with as much of it as is shown. */
export function summed(found: Listed): Listed & Pick<Preview, "needs" | "operationCount"> {
  const needs = new Map<string, Preview["needs"][number]>();
  for (const { code, kind } of found.needsYou) {
    const sum = needs.get(code) ?? { code, clients: 0, domains: 0 };
    sum[kind === "client" ? "clients" : "domains"]++;
    needs.set(code, sum);
  }
  const [shown = found] = cut([found]);
  return { ...shown, needs: [...needs.values()], operationCount: found.operations.length };
}

/** What is shown of several servers together: as many rows as of one. What they add up to is told in numbers. */
export function cut<Each extends Listed>(servers: readonly Each[]): Each[] {
  let room = SHOWN;
  const named = new Map<string, number>();
  return servers.map((server) => {
    const operations = server.operations.slice(0, room);
    room -= operations.length;
    const needsYou = server.needsYou.filter(({ code }) => {
      const before = named.get(code) ?? 0;
      named.set(code, before + 1);
      return before < NAMED;
    });
    return { ...server, needsYou, operations };
  });
}

/** Packets a second that a panel was seen to take; only for the estimate. */
export const PACKETS = 4;
