import { Progress } from "@/app/_ui/progress";
import { Status } from "@/app/_ui/status";
import type { Run } from "@/db/runs";
import type { OperationState, RunKind, RunOutcome } from "@/db/schema";
import { count, counted } from "@/lib/format";

export const kindWords: Record<RunKind, string> = {
  refresh: "Refresh",
  synchronize: "Synchronize",
  "synchronize-accounts": "Synchronize accounts",
  assign: "Assign",
  deassign: "Deassign",
};

export const outcomeWords: Record<RunOutcome, string> = {
  done: "Done",
  waiting: "Waiting",
  failed: "Failed",
  stopped: "Stopped",
};

/** What ran, on which server. */
export const runTitle = ({ kind, server }: Pick<Run, "kind" | "server">): string =>
  `${kindWords[kind]}${kind === "synchronize-accounts" ? " of" : ""} ${server}`;

/** How a run went, or how far it is. */
export function RunOutcomeStatus({ run }: { run: Run }) {
  if (run.finishedAt === null)
    return (
      <div className="grid gap-1">
        <Status tone="busy">Running</Status>
        <Progress done={run.done} total={run.total} step={run.step} label={runTitle(run)} />
      </div>
    );
  if (run.failed > 0)
    return <Status tone="bad" note={run.error ?? undefined}>{`${counted(run.failed, "operation")} failed`}</Status>;
  if (run.outcome === "failed")
    return (
      <Status tone="bad" note={run.error ?? undefined}>
        Failed
      </Status>
    );
  if (run.outcome === "stopped")
    return (
      <Status tone="off" note={run.error ?? undefined}>
        Stopped
      </Status>
    );
  if (run.outcome === "waiting")
    return (
      <Status tone="waiting" note={run.error ?? undefined}>
        Waiting
      </Status>
    );
  return <Status tone="good">{run.changed > 0 ? `${count(run.changed)} changed` : "Nothing to change"}</Status>;
}

const operations: Record<OperationState, { tone: "good" | "bad" | "busy" | "unknown" | "off"; word: string }> = {
  failed: { tone: "bad", word: "Failed" },
  unknown: { tone: "unknown", word: "Not confirmed" },
  "not-begun": { tone: "off", word: "Not begun" },
  intended: { tone: "busy", word: "Under way" },
  done: { tone: "good", word: "Done" },
  already: { tone: "good", word: "Was so already" },
};

/** Every state, the worst first. */
export const operationStates = Object.keys(operations) as OperationState[];

export const operationWord = (state: OperationState) => operations[state].word;

/** "Not confirmed": the answer was lost; the next run reads what became of it. */
export function OperationStatus({ state, error }: { state: OperationState; error: string | null }) {
  const { tone, word } = operations[state];
  return (
    <Status tone={tone} note={error ?? undefined}>
      {word}
    </Status>
  );
}
