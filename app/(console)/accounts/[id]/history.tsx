import Link from "next/link";
import { type Column, DataTable } from "@/app/_ui/data-table";
import { Section } from "@/app/_ui/page";
import { Time } from "@/app/_ui/time";
import type { listDeeds } from "@/db/account";
import { kindWords, OperationStatus } from "../../activity/run-words";

type Deed = Awaited<ReturnType<typeof listDeeds>>[number];

const columns: Column<Deed>[] = [
  { key: "when", title: "When", width: "w-[13%]", cell: (deed) => <Time at={deed.startedAt} as="moment" /> },
  {
    key: "what",
    title: "What",
    lead: true,
    cell: (deed) => (
      <>
        {deed.summary}
        <p className="text-[0.93em] text-faint">
          {deed.server ? `on ${deed.server} · ` : ""}
          {deed.reason}
        </p>
      </>
    ),
  },
  {
    key: "state",
    title: "Result",
    width: "w-[30%]",
    cell: (deed) => <OperationStatus state={deed.state} error={deed.error} />,
  },
  {
    key: "by",
    title: "By",
    width: "w-[18%]",
    cell: (deed) => (
      <Link href={`/activity/runs/${deed.runId}`} className="text-accent">
        {kindWords[deed.runKind]} by {deed.startedBy}
      </Link>
    ),
  },
];

/** Every remote change that was made for this account. */
export function History({ deeds }: { deeds: Deed[] }) {
  if (deeds.length === 0) return null;
  return (
    <Section title="History">
      <DataTable caption="History" columns={columns} rows={deeds} rowKey={(deed) => deed.id} />
    </Section>
  );
}
