import Link from "next/link";
import type { ReactNode } from "react";
import { type Column, DataTable } from "@/app/_ui/data-table";
import { Time } from "@/app/_ui/time";
import type { Run } from "@/db/runs";
import { count } from "@/lib/format";
import { kindWords, RunOutcomeStatus } from "./run-words";

const columns: Column<Run>[] = [
  {
    key: "run",
    title: "Run",
    lead: true,
    cell: (run) => (
      <>
        <Link href={`/activity/runs/${run.id}`} className="font-semibold">
          {kindWords[run.kind]}
        </Link>
        <p className="text-[0.93em] text-faint">
          <Time at={run.startedAt} as="moment" />
        </p>
      </>
    ),
  },
  {
    key: "server",
    title: "Plesk server",
    name: true,
    cell: (run) => (
      <>
        {run.registered ? (
          <Link href={`/servers/${run.serverId}`} className="hover:text-ink">
            {run.server}
          </Link>
        ) : (
          run.server
        )}
        <p className="text-[0.93em] text-faint">{run.mailServer ?? `mail server ${run.mailServerId}`}</p>
      </>
    ),
  },
  { key: "by", title: "By", cell: (run) => run.startedBy },
  { key: "looked", title: "Looked at", number: true, cell: (run) => count(run.looked) },
  { key: "outcome", title: "Outcome", width: "w-[34%]", cell: (run) => <RunOutcomeStatus run={run} /> },
];

/** On a server's own page its name says nothing. */
export function RunsTable({ runs, ofOne = false, empty }: { runs: Run[]; ofOne?: boolean; empty?: ReactNode }) {
  return (
    <DataTable
      caption="Runs"
      columns={ofOne ? columns.filter(({ key }) => key !== "server") : columns}
      rows={runs}
      rowKey={(run) => run.id}
      empty={empty}
    />
  );
}
