import Link from "next/link";
import { type Column, DataTable } from "@/app/_ui/data-table";
import { Meter } from "@/app/_ui/progress";
import { Status, SyncStatus } from "@/app/_ui/status";
import { Time } from "@/app/_ui/time";
import { May } from "@/app/(console)/may";
import type { AssignedServer } from "@/db/assignments";
import type { MailServerRow } from "@/db/mail-servers";
import type { OpenRun } from "@/db/progress";
import { clause, count } from "@/lib/format";
import { Running } from "../sync-cell";

export function AssignedTable({
  mailServer,
  assigned,
  runs,
}: {
  mailServer: MailServerRow;
  assigned: readonly AssignedServer[];
  runs: readonly OpenRun[];
}) {
  const number = (key: "clients" | "domains", title: string, kind: string): Column<AssignedServer> => ({
    key,
    title,
    number: true,
    cell: (row) => (
      <Link href={`/accounts?kind=${kind}&server=${row.serverId}`} className="hover:text-accent">
        {count(row[key])}
      </Link>
    ),
  });
  return (
    <DataTable
      caption="Assigned Plesk servers"
      rows={assigned}
      rowKey={(row) => row.serverId}
      columns={[
        {
          key: "name",
          title: "Plesk server",
          lead: true,
          cell: (row) => (
            <Link href={`/servers/${row.serverId}`} className="block min-w-40 font-semibold">
              {row.name}
            </Link>
          ),
        },
        {
          key: "sync",
          title: "Sync. status",
          width: "w-[15rem]",
          cell: (row) => (
            <Sync row={row} central={mailServer} runs={runs.filter((run) => run.serverId === row.serverId)} />
          ),
        },
        number("clients", "Clients", "client"),
        number("domains", "Domains", "domain"),
        { key: "stage", title: "Stage", width: "w-[11rem]", cell: (row) => <StageCell row={row} /> },
        { key: "deed", title: "", cell: (row) => <Deed row={row} mailServerId={mailServer.id} /> },
      ]}
      empty={
        <>
          No Plesk server is assigned yet.{" "}
          <May right="assign">
            <Link href={`/mail/${mailServer.id}/assign`} className="text-accent">
              Assign one
            </Link>
            : you see first what would change.
          </May>
        </>
      }
    />
  );
}

function Sync({ row, central, runs }: { row: AssignedServer; central: MailServerRow; runs: readonly OpenRun[] }) {
  if (runs.length > 0) return <Running runs={runs} />;
  if (row.quarantinedAt) {
    return (
      <Status
        tone="bad"
        note={
          <span className="line-clamp-3" title={row.quarantineReason ?? undefined}>
            {row.quarantineReason}
          </span>
        }
      >
        In quarantine
      </Status>
    );
  }
  if (row.certificateChangedAt) {
    return (
      <Status tone="bad" note="it showed another certificate: only looked at">
        In quarantine
      </Status>
    );
  }
  const looked = row.lookedAt ? <Time at={row.lookedAt} /> : "not looked at yet";
  if (row.netStatus === "error") {
    return (
      <SyncStatus
        status="unknown"
        note={
          <>
            {clause(row.netCause ?? "it cannot be reached")}; last looked at {looked}
          </>
        }
      />
    );
  }
  const status = central.netStatus === "online" ? row.syncStatus : "unknown";
  return <SyncStatus status={status} outdated={row.outdated} note={row.lookedError ?? looked} />;
}

function StageCell({ row }: { row: AssignedServer }) {
  const leaving = row.wish === "deassigned";
  return (
    <div className="grid gap-1">
      {row.moving === 0 ? (
        leaving ? (
          <Status tone="waiting">Being deassigned</Status>
        ) : (
          <span className="text-soft">Assigned</span>
        )
      ) : (
        <>
          <Status tone="busy">
            {leaving ? "Going back" : "Moving"} {count(row.moving)} of {count(row.domains)}
          </Status>
          <Meter share={row.domains > 0 ? (row.domains - row.moving) / row.domains : 0} />
        </>
      )}
      {row.moving > 0 && row.drainsUntil ? (
        <p className="text-[0.93em] text-faint">
          the old MX may be cached until <Time at={row.drainsUntil} as="moment" /> · both servers accept
        </p>
      ) : null}
      {row.problems > 0 ? (
        <Link href={`/accounts?server=${row.serverId}&problem=any`} className="text-bad">
          {count(row.problems)} need you
        </Link>
      ) : null}
    </div>
  );
}

function Deed({ row, mailServerId }: { row: AssignedServer; mailServerId: number }) {
  const [href, word, right] =
    row.wish === "deassigned"
      ? ([`/mail/${mailServerId}/assign?server=${row.serverId}`, "Assign again", "assign"] as const)
      : ([`/mail/${mailServerId}/deassign?server=${row.serverId}`, "Deassign", "deassign"] as const);
  return (
    <May right={right}>
      <Link href={href} className="whitespace-nowrap text-soft hover:text-ink" aria-label={`${word} ${row.name}`}>
        {word}
      </Link>
    </May>
  );
}
