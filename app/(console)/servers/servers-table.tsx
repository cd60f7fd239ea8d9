import Link from "next/link";
import { type Column, DataTable, type Sorting } from "@/app/_ui/data-table";
import { NetStatus, Status } from "@/app/_ui/status";
import { Time } from "@/app/_ui/time";
import { May } from "@/app/(console)/may";
import type { ServerRow } from "@/db/servers";
import { count } from "@/lib/format";
import { LabelChips } from "./label-chips";
import { Role } from "./role";

const columns: Column<ServerRow>[] = [
  {
    key: "name",
    title: "Plesk server",
    lead: true,
    sortable: true,
    cell: (server) => (
      <>
        <Link href={`/servers/${server.id}`} className="font-semibold">
          {server.name}
        </Link>
        {server.host === server.name && server.port === 8443 ? null : (
          <p className="text-[0.93em] text-faint">
            {server.host}:{server.port}
          </p>
        )}
        <LabelChips labels={server.labels} />
      </>
    ),
  },
  { key: "net", title: "Net status", sortable: true, cell: (server) => <Net server={server} /> },
  { key: "role", title: "Role", sortable: true, cell: (server) => <Role server={server} /> },
  {
    key: "version",
    title: "Plesk",
    sortable: true,
    cell: (server) => (
      <>
        <span className="whitespace-nowrap">{server.version}</span>
        <p className="text-[0.93em] text-faint">{server.os}</p>
      </>
    ),
  },
  { key: "clients", title: "Clients", number: true, sortable: true, cell: (server) => count(server.clientCount) },
  { key: "domains", title: "Domains", number: true, sortable: true, cell: (server) => count(server.domainCount) },
];

function Net({ server }: { server: ServerRow }) {
  return (
    <div className="grid justify-items-start gap-1">
      <NetStatus
        status={server.netStatus}
        note={
          server.netStatus === "error" ? (
            <>
              {server.netCause} <Time at={server.netSince} />
            </>
          ) : server.netCheckedAt ? (
            <>
              <Time at={server.netCheckedAt} />
              {server.latency === null ? null : ` · ${count(server.latency)} ms`}
            </>
          ) : (
            "not looked at yet"
          )
        }
      />
      {server.maintenance ? <Status tone="off">Maintenance</Status> : null}
      {server.certificateChangedAt ? <Status tone="bad">Another certificate</Status> : null}
      {server.quarantinedAt ? <Status tone="bad">Quarantine</Status> : null}
    </div>
  );
}

export function ServersTable({
  rows,
  sorting,
  narrowed,
  choosing,
}: {
  rows: ServerRow[];
  sorting: Sorting;
  narrowed: boolean;
  /** Rows can be selected. */
  choosing: boolean;
}) {
  return (
    <DataTable
      caption="Plesk servers"
      columns={columns}
      rows={rows}
      rowKey={(server) => server.id}
      sorting={sorting}
      select={choosing ? { name: "server", label: (server) => server.name } : undefined}
      empty={narrowed ? <NothingFound /> : <FirstServer />}
    />
  );
}

function NothingFound() {
  return (
    <>
      No Plesk server matches. <Link href="/servers">Show all of them</Link>
    </>
  );
}

function FirstServer() {
  return (
    <div className="mx-auto grid max-w-lg justify-items-center gap-3">
      <p className="text-ink">No Plesk server is registered yet.</p>
      <ol className="list-inside list-decimal text-left">
        <li>Register the Plesk server that shall handle the mail, and those whose mail it shall handle.</li>
        <li>Define the first one as a mail server.</li>
        <li>Assign the others to it. A preview shows what would change before anything does.</li>
      </ol>
      <May right="servers.keys">
        <Link href="/servers/new" className="button button-primary">
          Register the first server
        </Link>
      </May>
    </div>
  );
}
