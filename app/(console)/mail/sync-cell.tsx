import { Submit } from "@/app/_ui/action-form";
import { Progress } from "@/app/_ui/progress";
import { Status, SyncStatus } from "@/app/_ui/status";
import { Time } from "@/app/_ui/time";
import { May } from "@/app/(console)/may";
import type { MailServerRow } from "@/db/mail-servers";
import type { OpenRun } from "@/db/progress";
import type { RunKind } from "@/db/schema";
import { listed, shortName } from "@/lib/format";

const doing: Record<RunKind, string> = {
  refresh: "Looking",
  synchronize: "Synchronizing",
  "synchronize-accounts": "Synchronizing",
  assign: "Assigning",
  deassign: "Deassigning",
};

/** What runs now, or else how well the accounts match. Stands in the list's form: it offers Synchronize right there. */
export function SyncCell({ row, runs }: { row: MailServerRow; runs: readonly OpenRun[] }) {
  if (runs.length > 0) return <Running runs={runs} />;
  const looked = row.lookedAt ? (
    <Time at={row.lookedAt} />
  ) : row.assigned > 0 ? (
    "not looked at yet"
  ) : (
    "nothing assigned"
  );
  if (row.syncStatus === "outdated") {
    return (
      <SyncStatus
        status="outdated"
        outdated={row.outdated}
        note={
          <>
            <May right="synchronize">
              <Submit name="only" value={String(row.id)} className="button-text">
                Synchronize
              </Submit>{" "}
              ·{" "}
            </May>
            {looked}
          </>
        }
      />
    );
  }
  return (
    <SyncStatus
      status={row.syncStatus}
      note={row.syncStatus === "unknown" && row.lookedAt ? <>last looked at {looked}</> : looked}
    />
  );
}

/** All runs of one mail server as one bar; a single run also says its step. */
export function Running({ runs }: { runs: readonly OpenRun[] }) {
  const [first] = runs;
  if (!first) return null;
  const word = doing[first.kind];
  const names = listed(runs.map((run) => shortName(run.server)));
  const sum = (field: "done" | "total") => runs.reduce((total, run) => total + run[field], 0);
  return (
    <div className="grid gap-1">
      <Status tone="busy">{word}</Status>
      <Progress
        label={`${word} ${names}`}
        done={sum("done")}
        total={sum("total")}
        step={[runs.length === 1 ? first.step : null, runs.length > 3 ? `${runs.length} Plesk servers` : names]
          .filter(Boolean)
          .join(" · ")}
      />
    </div>
  );
}
