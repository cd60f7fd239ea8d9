import Link from "next/link";
import { type Column, DataTable } from "@/app/_ui/data-table";
import { Facts } from "@/app/_ui/page";
import { Time } from "@/app/_ui/time";
import type { TrailEntry } from "@/db/trail";
import { eventWords } from "./event-words";

const columns: Column<TrailEntry>[] = [
  { key: "when", title: "When", width: "w-[14%]", cell: (entry) => <Time at={entry.at} as="moment" /> },
  { key: "who", title: "Who", width: "w-[20%]", cell: (entry) => entry.actor },
  {
    key: "what",
    title: "What",
    lead: true,
    cell: (entry) => (
      <>
        <span className="font-medium">{eventWords(entry.event)}</span>
        {entry.target ? <p className="text-soft">{entry.target}</p> : null}
      </>
    ),
  },
  { key: "detail", title: "Details", width: "w-[38%]", cell: (entry) => <Detail detail={entry.detail} /> },
];

/** "mailServerId" is "mail server id". */
const inWords = (name: string) => name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);

function Detail({ detail }: { detail: Record<string, unknown> }) {
  const facts = Object.entries(detail).filter(([, value]) => value !== null && value !== undefined);
  if (facts.length === 0) return null;
  if (facts.length <= 2 && facts.every(([, value]) => typeof value !== "object"))
    return <span className="text-soft">{facts.map(([name, value]) => `${inWords(name)} ${value}`).join(", ")}</span>;
  return (
    <details>
      <summary className="text-faint">Show</summary>
      <div className="mt-2 text-[0.93em]">
        <Facts
          facts={facts.map(([name, value]) => [
            inWords(name),
            typeof value === "object" ? JSON.stringify(value) : String(value),
          ])}
        />
      </div>
    </details>
  );
}

export function TrailTable({ entries, narrowed }: { entries: TrailEntry[]; narrowed: boolean }) {
  return (
    <DataTable
      caption="Audit trail"
      columns={columns}
      rows={entries}
      rowKey={(entry) => entry.id}
      empty={
        narrowed ? (
          <>
            No entry matches. <Link href="/activity/trail">Show all entries</Link>
          </>
        ) : (
          "Nothing is on record yet."
        )
      }
    />
  );
}
