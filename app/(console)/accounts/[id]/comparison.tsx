import { type Column, DataTable } from "@/app/_ui/data-table";
import { Status } from "@/app/_ui/status";
import type { Account } from "@/db/account";
import { shortName } from "@/lib/format";
import { type FieldRow, fieldRows } from "./rows";

/** What the assigned server says and what the mail server says, field by field. */
export function Comparison({ account }: { account: Account }) {
  const columns: Column<FieldRow>[] = [
    {
      key: "field",
      title: "Field",
      lead: true,
      width: "w-[17%]",
      cell: (row) => <span className="block min-w-20 text-soft">{row.title}</span>,
    },
    { key: "source", title: account.server, short: shortName(account.server), cell: (row) => row.source },
    {
      key: "central",
      title: account.mailServer ?? "Mail server",
      short: shortName(account.mailServer ?? "Mail server"),
      cell: (row) => row.central,
    },
    { key: "verdict", title: "Compared", width: "w-[27%]", cell: (row) => <Verdict account={account} row={row} /> },
  ];
  return (
    <DataTable
      caption={`${account.name} on both servers`}
      columns={columns}
      rows={fieldRows(account)}
      rowKey={(row) => row.field}
    />
  );
}

function Verdict({ account, row }: { account: Account; row: FieldRow }) {
  const differences = account.differences.filter((each) => each.field === row.field);
  const [first] = differences;
  if (first)
    return (
      <Status tone="warn">
        {first.reason}
        {differences.length > 1 ? ` and ${differences.length - 1} more` : ""}
      </Status>
    );
  if (account.syncStatus === "unknown" || (!account.source && !account.central))
    return <Status tone="unknown">not looked at yet</Status>;
  if (row.verdict === "not yet") return <Status tone="waiting">not there yet</Status>;
  if (row.verdict === "in both") return <Status tone="busy">on both while it moves</Status>;
  if (row.verdict === "kept off") return <Status tone="waiting">kept off</Status>;
  if (row.verdict === "left") return <Status tone="waiting">left as it is</Status>;
  if (row.verdict === "changed there") return <Status tone="off">changed on the mail server, left so</Status>;
  if (row.verdict === "unlike") return <Status tone="off">not the same, left so</Status>;
  if (row.verdict === "derived") return <Status tone="good">derived, because it is taken there</Status>;
  return <Status tone="good">{row.verdict}</Status>;
}
