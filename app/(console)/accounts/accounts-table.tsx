import Link from "next/link";
import { type Column, DataTable, type Sorting } from "@/app/_ui/data-table";
import { SyncStatus } from "@/app/_ui/status";
import { Time } from "@/app/_ui/time";
import type { AccountRow } from "@/db/accounts";
import { count, counted } from "@/lib/format";
import { problem } from "@/lib/problems";
import { StageStatus } from "./stage-status";

const columns: Column<AccountRow>[] = [
  {
    key: "name",
    title: "Account",
    lead: true,
    sortable: true,
    cell: (account) => (
      <>
        <Link href={`/accounts/${account.id}`} className="font-semibold">
          {account.name}
        </Link>
        <p className="text-[0.93em] text-faint">
          {account.kind === "client" ? account.label || "client" : (account.owner ?? "administrator's")}
        </p>
      </>
    ),
  },
  {
    key: "servers",
    title: "Plesk server",
    cell: (account) => (
      <>
        <Link href={`/servers/${account.serverId}`} className="hover:text-ink">
          {account.server}
        </Link>
        <p className="text-[0.93em] text-faint">
          on{" "}
          <Link href={`/mail/${account.mailServerId}`} className="hover:text-ink">
            {account.mailServer}
          </Link>
        </p>
      </>
    ),
  },
  { key: "sync", title: "Sync. status", cell: (account) => <Sync account={account} /> },
  {
    key: "stage",
    title: "Stage",
    cell: (account) =>
      account.stage === null ? <span className="text-faint">–</span> : <StageStatus stage={account.stage} />,
  },
  {
    key: "addresses",
    title: "Addresses",
    number: true,
    sortable: true,
    cell: (account) =>
      account.kind === "client" ? <span className="text-faint">–</span> : count(account.addressCount),
  },
  { key: "changed", title: "Last change", sortable: true, cell: (account) => <Time at={account.changedAt} /> },
];

/** What an account shows is what was last seen; without a look at its mail server that is unknown. */
function Sync({ account }: { account: AccountRow }) {
  const status = account.netStatus === "online" ? account.syncStatus : "unknown";
  return (
    <SyncStatus
      status={status}
      note={
        account.problem ? (
          <span className="text-bad">{problem(account.problem).title}</span>
        ) : status === "outdated" && account.differences > 0 ? (
          counted(account.differences, "difference")
        ) : status !== account.syncStatus ? (
          `last seen ${account.syncStatus}`
        ) : (
          account.waiting
        )
      }
    />
  );
}

export function AccountsTable({
  rows,
  sorting,
  narrowed,
}: {
  rows: AccountRow[];
  sorting: Sorting;
  narrowed: boolean;
}) {
  return (
    <DataTable
      caption="Accounts"
      columns={columns}
      rows={rows}
      rowKey={(account) => account.id}
      sorting={sorting}
      select={{ name: "id", label: (account) => account.name }}
      empty={
        narrowed ? (
          <>
            No account matches. <Link href="/accounts">Show all accounts</Link>
          </>
        ) : (
          <>
            There are no accounts yet: they appear once a Plesk server is assigned to a mail server.{" "}
            <Link href="/mail">Go to Centralized Mail</Link>
          </>
        )
      }
    />
  );
}
