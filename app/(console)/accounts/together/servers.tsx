import Link from "next/link";
import { type Column, DataTable } from "@/app/_ui/data-table";
import { Status } from "@/app/_ui/status";
import type { ConcernedServer } from "@/db/together";
import { count } from "@/lib/format";

const columns: Column<ConcernedServer>[] = [
  {
    key: "server",
    title: "Plesk server",
    lead: true,
    cell: (row) => (
      <Link href={`/servers/${row.serverId}`} className="font-semibold">
        {row.server}
      </Link>
    ),
  },
  { key: "accounts", title: "Accounts", number: true, cell: (row) => count(row.accounts) },
  { key: "outdated", title: "Outdated", number: true, cell: (row) => count(row.outdated) },
  { key: "problems", title: "With a problem", number: true, cell: (row) => count(row.problems) },
  {
    key: "held",
    title: "Now",
    cell: (row) =>
      row.quarantinedAt || row.certificateChangedAt ? (
        <Status tone="bad">In quarantine: only looked at</Status>
      ) : row.maintenance ? (
        <Status tone="off">In maintenance: only looked at</Status>
      ) : (
        <span className="text-soft">follows at once</span>
      ),
  },
];

/** Where the accounts are that a deed concerns, and whether anything holds them up there. */
export function ConcernedServers({ servers }: { servers: ConcernedServer[] }) {
  return (
    <DataTable
      caption="Plesk servers concerned"
      columns={columns}
      rows={servers}
      rowKey={(row) => row.serverId}
      empty="None of these accounts can be treated so any more."
    />
  );
}
