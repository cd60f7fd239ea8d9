import { DataTable } from "@/app/_ui/data-table";
import { problem } from "@/lib/problems";
import { causesOf } from "./causes";
import type { ServerPreview } from "./preview";

/** Accounts that wait for a person, grouped by cause; each cause says what to do, and unfolds to its accounts. */
export function NeedsYou({ servers }: { servers: readonly ServerPreview[] }) {
  const rows = causesOf(servers);
  if (rows.length === 0) return null;
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
                <span className="font-semibold">{row.name}</span>
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
                  <summary className="text-accent">{row.accounts > 1 ? "Show them" : "Show details"}</summary>
                  <ul className="mt-1.5 grid gap-1.5">
                    {row.named.map((need) => (
                      <li key={`${need.kind} ${need.account}`}>
                        <span className="font-medium">{need.account}</span>
                        {need.detail ? <span className="block text-soft">{need.detail}</span> : null}
                      </li>
                    ))}
                    {row.rest ? <li className="text-soft">{row.rest}</li> : null}
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
