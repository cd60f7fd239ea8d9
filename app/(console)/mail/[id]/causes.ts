import { count, counted } from "@/lib/format";
import type { ServerPreview } from "./preview";

type Need = ServerPreview["needsYou"][number];

/** What one problem holds up on all servers of a preview. */
export interface Cause {
  code: string;
  /** The account, where it is one, or how many there are. */
  name: string;
  accounts: number;
  /** As many of them as are named. */
  named: Need[];
  /** "and 2 950 more", where not all are named. */
  rest: string | null;
}

export function causesOf(servers: readonly Pick<ServerPreview, "needs" | "needsYou">[]): Cause[] {
  const needs = servers.flatMap((server) => server.needs);
  const needsYou = servers.flatMap((server) => server.needsYou);
  return [...new Set(needs.map(({ code }) => code))].map((code) => {
    const sum = (kind: "clients" | "domains") =>
      needs.reduce((total, need) => total + (need.code === code ? need[kind] : 0), 0);
    const accounts = sum("clients") + sum("domains");
    const named = needsYou.filter((need) => need.code === code);
    const [first] = named;
    const name = accounts === 1 && first ? first.account : counted(accounts, sum("domains") > 0 ? "domain" : "client");
    const rest = accounts > named.length ? `and ${count(accounts - named.length)} more` : null;
    return { code, name, accounts, named, rest };
  });
}
