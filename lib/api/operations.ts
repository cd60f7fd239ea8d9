import type { z } from "zod";
import { record } from "@/db/audit";
import type { Database } from "@/db/client";
import { lastLook } from "@/db/health";
import { enqueueProbe, enqueueReconcile } from "@/db/jobs";
import { countByProblem, listTroubledServers } from "@/db/problems";
import type { ApiScope } from "@/db/schema";
import { getServer, getServerAccounts, wishForServer } from "@/db/server";
import { countServers, listServers, type ServerRow } from "@/db/servers";
import { getStats } from "@/db/stats";
import { problem } from "@/lib/problems";
import { metricsOf } from "./metrics";
import * as shapes from "./shapes";

/** Why something is not answered with what was asked for. */
export class ApiRefusal extends Error {
  constructor(
    readonly status: 400 | 404 | 409,
    message: string,
  ) {
    super(message);
  }
}

export interface Asked {
  db: Database;
  /** Who is written down for it. */
  actor: string;
  /** From the path. */
  id: number;
  /** As `query` has parsed it. */
  query: unknown;
}

export interface Operation {
  method: "GET" | "POST";
  /** Below /api/v1. */
  path: string;
  scope: ApiScope;
  summary: string;
  query?: z.ZodType;
  status: 200 | 202;
  /** Undefined is plain text. */
  answer?: z.ZodType;
  run(asked: Asked): Promise<unknown>;
}

/** Everything that the API can do. */
export const operations: readonly Operation[] = [
  {
    ...{ method: "GET", path: "/servers", scope: "read", summary: "Plesk servers, by name", status: 200 },
    query: shapes.serverQuery,
    answer: shapes.servers,
    async run({ db, query }) {
      const { q, role, status, offset, limit } = query as z.infer<typeof shapes.serverQuery>;
      const filter = { q, role, netStatus: status };
      const rows = await listServers(db, filter, { sort: "name", descending: false, offset, limit });
      return { total: await countServers(db, filter), servers: rows.map(told) };
    },
  },
  {
    ...{ method: "GET", path: "/servers/{id}", scope: "read", summary: "One Plesk server with its state", status: 200 },
    answer: shapes.oneServer,
    async run({ db, id }) {
      const row = await found(db, id);
      const accounts = row.assignedTo === null ? null : await getServerAccounts(db, row);
      return {
        ...told(row),
        accounts,
        lookedAt: iso(row.lookedAt),
        lookedError: row.lookedError,
      };
    },
  },
  {
    ...{ method: "POST", path: "/servers/{id}/refresh", scope: "act", summary: "Have it looked at", status: 202 },
    answer: shapes.accepted,
    run: (asked) => wish("refresh", asked),
  },
  {
    ...{
      method: "POST",
      path: "/servers/{id}/synchronize",
      scope: "act",
      summary: "Have it synchronized",
      status: 202,
    },
    answer: shapes.accepted,
    run: (asked) => wish("synchronize", asked),
  },
  {
    ...{ method: "GET", path: "/problems", scope: "read", summary: "What a person should look at", status: 200 },
    answer: shapes.problems,
    async run({ db }) {
      const [accounts, servers] = await Promise.all([countByProblem(db), listTroubledServers(db)]);
      return {
        accounts: accounts.map(({ code, count, since }) => {
          const { title, remedy } = problem(code);
          return { code, title, remedy, count, since: iso(since) };
        }),
        servers: servers.map(({ id, name, netCause, lookedError, netSince }) => ({
          ...{ id, name, cause: netCause ?? lookedError ?? "It does not answer.", since: iso(netSince) },
        })),
      };
    },
  },
  {
    ...{ method: "GET", path: "/metrics", scope: "read", summary: "Numbers for Prometheus", status: 200 },
    run: async ({ db }) => metricsOf(await getStats(db), await lastLook(db)),
  },
];

async function wish(deed: "refresh" | "synchronize", { db, id, actor }: Asked) {
  const server = await found(db, id);
  const wished = await db.transaction(async (tx) => {
    if (!(await wishForServer(tx, deed, { serverId: id, by: actor }))) return false;
    const event = deed === "refresh" ? "server.refreshed" : "server.synchronized";
    await record(tx, { actor, event, target: server.name, detail: { serverId: id } });
    await enqueueReconcile(tx, id);
    await enqueueProbe(tx, id);
    return true;
  });
  if (!wished) throw new ApiRefusal(409, `${server.name} is not assigned to a mail server. Assign it first.`);
  return { accepted: true };
}

async function found(db: Database, id: number) {
  const server = await getServer(db, id);
  if (!server) throw new ApiRefusal(404, `There is no Plesk server ${id}.`);
  return server;
}

type Told = Pick<
  ServerRow,
  | ("id" | "name" | "host" | "port" | "mailServerId" | "assignedTo" | "assignedToName" | "netStatus" | "netCause")
  | (
      | "netSince"
      | "netCheckedAt"
      | "version"
      | "clientCount"
      | "domainCount"
      | "maintenance"
      | "quarantinedAt"
      | "certificateChangedAt"
    )
>;

function told(row: Told): shapes.ServerAnswer {
  const { id, name, host, port, netStatus, netCause, version, maintenance } = row;
  return {
    ...{ id, name, host, port, netStatus, netCause, version, maintenance },
    role: row.mailServerId !== null ? "mail-server" : row.assignedTo !== null ? "assigned" : "none",
    mailServer: row.assignedTo === null ? null : { id: row.assignedTo, name: row.assignedToName ?? "" },
    netSince: row.netSince.toISOString(),
    netCheckedAt: iso(row.netCheckedAt),
    clients: row.clientCount,
    domains: row.domainCount,
    quarantined: row.quarantinedAt !== null,
    otherCertificate: row.certificateChangedAt !== null,
  };
}

const iso = (at: Date | null): string | null => at?.toISOString() ?? null;
