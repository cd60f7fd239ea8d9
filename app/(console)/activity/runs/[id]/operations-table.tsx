import Link from "next/link";
import { type Column, DataTable } from "@/app/_ui/data-table";
import { Time } from "@/app/_ui/time";
import type { Operation } from "@/db/runs";
import { OperationStatus } from "../../run-words";

const columns: Column<Operation>[] = [
  {
    key: "what",
    title: "What",
    lead: true,
    width: "w-[32%]",
    cell: (operation) => (
      <>
        {operation.summary}
        <p className="text-[0.93em] text-faint">{operation.reason}</p>
      </>
    ),
  },
  {
    key: "account",
    title: "Account",
    cell: (operation) =>
      operation.accountId && operation.account ? (
        <Link href={`/accounts/${operation.accountId}`} className="hover:text-ink">
          {operation.account}
        </Link>
      ) : (
        <span className="text-faint">–</span>
      ),
  },
  {
    key: "server",
    title: "On",
    width: "w-[17%]",
    cell: (operation) => operation.server ?? `server ${operation.serverId}`,
  },
  { key: "when", title: "When", cell: (operation) => <Time at={operation.startedAt} as="moment" /> },
  {
    key: "result",
    title: "Result",
    width: "w-[26%]",
    cell: (operation) => <OperationStatus state={operation.state} error={operation.error} />,
  },
];

export function OperationsTable({ operations }: { operations: Operation[] }) {
  return (
    <DataTable
      caption="Operations"
      columns={columns}
      rows={operations}
      rowKey={(operation) => operation.id}
      empty="Nothing was changed."
    />
  );
}
