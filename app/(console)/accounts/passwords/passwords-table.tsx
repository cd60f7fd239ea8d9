import Link from "next/link";
import { type Column, DataTable } from "@/app/_ui/data-table";
import type { listNeedingPassword } from "@/db/addresses";
import { boxName, placeOf } from "./place";

type Row = Awaited<ReturnType<typeof listNeedingPassword>>["rows"][number];

const columns: Column<Row>[] = [
  {
    key: "address",
    title: "Address",
    lead: true,
    cell: (row) => (
      <span className="font-semibold">
        {row.name}@
        <Link href={`/accounts/${row.accountId}`} className="hover:text-ink">
          {row.domain}
        </Link>
      </span>
    ),
  },
  {
    key: "server",
    title: "Plesk server",
    name: true,
    cell: (row) => (
      <Link href={`/servers/${row.serverId}`} className="hover:text-ink">
        {row.server}
      </Link>
    ),
  },
  {
    key: "mail",
    title: "Set it on",
    name: true,
    cell: (row) => (
      <Link href={`/mail/${row.mailServerId}`} className="hover:text-ink">
        {row.mailServer}
      </Link>
    ),
  },
];

export function PasswordsTable({ rows, choosing, narrowed }: { rows: Row[]; choosing: boolean; narrowed: boolean }) {
  return (
    <DataTable
      caption="Addresses that need a password"
      columns={columns}
      rows={rows}
      rowKey={placeOf}
      select={choosing ? { name: boxName, label: (row) => `${row.name}@${row.domain}` } : undefined}
      empty={
        narrowed ? (
          <>
            None here. <Link href="/accounts/passwords">Show all of them</Link>
          </>
        ) : (
          "Every mailbox has a password that its owner knows."
        )
      }
    />
  );
}
