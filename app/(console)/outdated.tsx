import Link from "next/link";
import { DataTable } from "@/app/_ui/data-table";
import { Status } from "@/app/_ui/status";
import type { Outdated } from "@/db/mail-servers";
import { shortName } from "@/lib/format";
import { problem } from "@/lib/problems";

/** `withProblem`: what becomes of those that have one; unless given, nothing until a person has solved it. */
export function OutdatedTable({ rows, withProblem }: { rows: readonly Outdated[]; withProblem?: string }) {
  return (
    <DataTable
      caption="Outdated accounts"
      rows={rows}
      rowKey={(row) => row.id}
      columns={[
        {
          key: "account",
          title: "Account",
          lead: true,
          width: "w-[36%]",
          cell: (row) => (
            <>
              <Link href={`/accounts/${row.id}`} className="font-semibold">
                {row.name}
              </Link>
              <span className="block text-[0.93em] text-faint">
                {row.kind} · {shortName(row.server)}
              </span>
            </>
          ),
        },
        { key: "why", title: "Why it is outdated", cell: (row) => <Why row={row} /> },
        {
          key: "difference",
          title: "On the mail server",
          cell: (row) => <Change row={row} withProblem={withProblem} />,
        },
      ]}
    />
  );
}

function Why({ row }: { row: Outdated }) {
  const [first, ...more] = row.differences;
  if (row.problem) {
    return (
      <Status tone="bad" note={problem(row.problem).remedy}>
        {problem(row.problem).title}
      </Status>
    );
  }
  return (
    <>
      {first?.reason ?? "not on the mail server yet"}
      {more.length > 0 ? (
        <span className="block text-[0.93em] text-faint">{more.map((one) => one.reason).join(", ")}</span>
      ) : null}
    </>
  );
}

/** What synchronize would do: nothing while a person must decide. */
function Change({ row, withProblem }: { row: Outdated; withProblem: string | undefined }) {
  const [first] = row.differences;
  if (row.problem)
    return (
      <>
        <span className="block text-soft">{withProblem ?? "nothing until it is solved"}</span>
        {withProblem ? null : (
          <Link href={`/accounts/${row.id}`} className="block">
            Solve
          </Link>
        )}
      </>
    );
  if (!first) return <span className="text-soft">is compared again at the next look</span>;
  if (first.field === "account") return <>create {row.kind}</>;
  return (
    <>
      {fields[first.field] ?? first.field}: {first.central || "nothing"} → {first.source || "nothing"}
    </>
  );
}

const fields: Record<string, string> = {
  name: "name",
  login: "login",
  company: "company",
  email: "e-mail",
  mailService: "mail service",
  catchAll: "unknown addresses",
  aliases: "domain alias",
  addresses: "address",
};
