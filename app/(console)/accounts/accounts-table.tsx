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
      <div className="flex flex-wrap items-baseline gap-x-2.5">
        <Link href={`/accounts/${account.id}`} className="font-semibold">
          {account.name}
        </Link>
        <span className="max-w-44 truncate text-[0.93em] text-faint">{whose(account)}</span>
      </div>
    ),
  },
  {
    key: "server",
    title: "Plesk server",
    cell: (account) => <Whole href={`/servers/${account.serverId}`} name={account.server} />,
  },
  {
    key: "mail",
    title: "Mail server",
    cell: (account) => <Whole href={`/mail/${account.mailServerId}`} name={account.mailServer} />,
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

const whose = ({ kind, label, owner }: AccountRow) =>
  kind === "client" ? label || "client" : (owner ?? "administrator's");

/** A name in one line, so that rows stay low; a very long one is cut and told whole by its title. */
function Whole({ href, name }: { href: string; name: string }) {
  return (
    <Link href={href} title={name} className="block max-w-48 truncate hover:text-ink">
      {name}
    </Link>
  );
}

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
  choosing,
}: {
  rows: AccountRow[];
  sorting: Sorting;
  narrowed: boolean;
  /** Rows can be selected. */
  choosing: boolean;
}) {
  return (
    <DataTable
      caption="Accounts"
      columns={columns}
      rows={rows}
      rowKey={(account) => account.id}
      sorting={sorting}
      select={choosing ? { name: "id", label: (account) => account.name } : undefined}
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
