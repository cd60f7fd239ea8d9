import Link from "next/link";
import type { Column } from "@/app/_ui/data-table";
import { Dot, NetStatus, netTone, netWord, type Tone } from "@/app/_ui/status";
import { Time } from "@/app/_ui/time";
import { May } from "@/app/(console)/may";
import type { FirstAssigned } from "@/db/assignments";
import type { MailServerRow } from "@/db/mail-servers";
import type { OpenRun } from "@/db/progress";
import { clause, count, shortName } from "@/lib/format";
import { SyncCell } from "./sync-cell";

export function columns(firsts: readonly FirstAssigned[], runs: readonly OpenRun[]): Column<MailServerRow>[] {
  return [
    { key: "id", title: "ID", number: true, sortable: true, width: "w-[3.5rem]", cell: (row) => row.id },
    { key: "net", title: "Net status", sortable: true, width: "w-[11.5rem]", cell: (row) => <NetCell row={row} /> },
    {
      key: "sync",
      title: "Sync. status",
      sortable: true,
      width: "w-[16rem]",
      cell: (row) => <SyncCell row={row} runs={runs.filter((run) => run.mailServerId === row.id)} />,
    },
    { key: "name", title: "Mail server", sortable: true, lead: true, cell: (row) => <NameCell row={row} /> },
    {
      key: "clients",
      title: "Plesk clients",
      number: true,
      sortable: true,
      cell: (row) => (
        <Link href={`/accounts?kind=client&mail=${row.id}`} className="hover:text-accent">
          {count(row.clients)}
        </Link>
      ),
    },
    {
      key: "domains",
      title: "Domains",
      number: true,
      sortable: true,
      cell: (row) => (
        <Link href={`/accounts?kind=domain&mail=${row.id}`} className="hover:text-accent">
          {count(row.domains)}
        </Link>
      ),
    },
    {
      key: "servers",
      title: "Plesk servers",
      sortable: true,
      cell: (row) => <AssignedCell row={row} firsts={firsts.filter((one) => one.mailServerId === row.id)} />,
    },
  ];
}

function NameCell({ row }: { row: MailServerRow }) {
  return (
    <>
      <Link href={`/mail/${row.id}`} className="font-semibold">
        {row.name}
      </Link>
      <span className="block text-[0.93em] text-faint">
        {[
          row.version ? `Plesk ${row.version}` : null,
          row.os,
          row.maintenance ? "maintenance" : null,
          row.certificateChangedAt ? "another certificate" : null,
        ]
          .filter(Boolean)
          .join(" · ")}
      </span>
    </>
  );
}

function NetCell({ row }: { row: MailServerRow }) {
  if (row.netStatus === "online") {
    return (
      <span title="The mail server is online; the centralized mail service is running.">
        <NetStatus
          status="online"
          note={
            <>
              {row.netCheckedAt ? <Time at={row.netCheckedAt} /> : "not looked at yet"}
              {row.latency === null ? null : ` · ${count(row.latency)} ms`}
            </>
          }
        />
      </span>
    );
  }
  return (
    <NetStatus
      status={row.netStatus}
      note={
        row.netCheckedAt === null ? (
          "not looked at yet"
        ) : (
          <>
            since <Time at={row.netSince} as="moment" />
            {row.netCause ? (
              <span className="line-clamp-3" title={row.netCause}>
                {clause(row.netCause)}
              </span>
            ) : null}
          </>
        )
      }
    />
  );
}

function assignedLook(one: FirstAssigned): { tone: Tone; word: string } {
  if (one.wish === "deassigned") return { tone: "waiting", word: "being deassigned" };
  if (one.trouble && one.netStatus !== "error") return { tone: "bad", word: "in quarantine" };
  return { tone: netTone[one.netStatus], word: netWord[one.netStatus].toLowerCase() };
}

function AssignedCell({ row, firsts }: { row: MailServerRow; firsts: readonly FirstAssigned[] }) {
  if (row.assigned === 0) {
    return (
      <May right="assign" otherwise={<span className="text-faint">none</span>}>
        <Link href={`/mail/${row.id}/assign`} className="text-accent">
          Assign a Plesk server
        </Link>
      </May>
    );
  }
  const chip =
    "inline-flex max-w-48 items-center gap-1.5 rounded-[5px] border border-line bg-surface px-2 py-px text-[0.93em]";
  return (
    <ul className="flex max-w-80 flex-wrap gap-1.5">
      {firsts.map((one) => (
        <li key={one.serverId} className="min-w-0">
          <Link href={`/servers/${one.serverId}`} className={chip} title={one.name}>
            <Dot {...assignedLook(one)} />
            <span className="truncate">{shortName(one.name)}</span>
          </Link>
        </li>
      ))}
      {row.assigned > firsts.length ? (
        <li>
          <Link href={`/mail/${row.id}`} className={`${chip} text-soft`}>
            +{row.assigned - firsts.length}
            <span className="sr-only"> more Plesk servers</span>
          </Link>
        </li>
      ) : null}
    </ul>
  );
}
