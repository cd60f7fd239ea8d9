import { DataTable } from "@/app/_ui/data-table";
import { counted } from "@/lib/format";
import { problem } from "@/lib/problems";
import type { ServerPreview } from "./preview";

type Need = ServerPreview["needsYou"][number];

/** Accounts that wait for a person, grouped by cause; each cause says what to do, and unfolds to its accounts. */
export function NeedsYou({ servers }: { servers: readonly ServerPreview[] }) {
  const needs = servers.flatMap((server) => server.needsYou);
  if (needs.length === 0) return null;
  const codes = [...new Set(needs.map((need) => need.code))];
  const rows = codes.map((code) => ({ code, needs: needs.filter((need) => need.code === code) }));
  return (
    <div className="mb-5">
      <DataTable
        caption="What needs you"
        rows={rows}
        rowKey={(row) => row.code}
        columns={[
          {
            key: "needs",
            title: "Needs you",
            lead: true,
            width: "w-[30%]",
            cell: (row) => (
              <>
                <span className="font-semibold">{named(row.needs)}</span>
                <span className="block text-[0.93em] text-bad">{problem(row.code).title}</span>
              </>
            ),
          },
          {
            key: "why",
            title: "Why, and what to do",
            cell: (row) => (
              <div className="grid gap-1">
                <p>{problem(row.code).meaning}</p>
                <p className="text-soft">{problem(row.code).remedy}</p>
                <details>
                  <summary className="text-accent">{row.needs.length > 1 ? "Show them" : "Show details"}</summary>
                  <ul className="mt-1.5 grid gap-1.5">
                    {row.needs.map((need) => (
                      <li key={`${need.kind} ${need.account}`}>
                        <span className="font-medium">{need.account}</span>
                        {need.detail ? <span className="block text-soft">{need.detail}</span> : null}
                      </li>
                    ))}
                  </ul>
                </details>
              </div>
            ),
          },
        ]}
      />
    </div>
  );
}

function named(needs: readonly Need[]): string {
  const [first] = needs;
  if (needs.length === 1 && first) return first.account;
  return counted(needs.length, needs.every((need) => need.kind === "client") ? "client" : "domain");
}
