import { listRuns, type Run } from "@/db/runs";
import { requireRight } from "@/lib/access/session";
import { db } from "@/lib/database";
import { csv } from "../../csv";
import { kindWords, outcomeWords } from "../run-words";
import { runFilter, runSearch } from "../search";

export async function GET(request: Request): Promise<Response> {
  await requireRight("fleet.see");
  const search = await runSearch(Promise.resolve(Object.fromEntries(new URL(request.url).searchParams)));
  return csv<Run>(
    "runs",
    [
      ["Run", (run) => run.id],
      ["Kind", (run) => kindWords[run.kind]],
      ["Plesk server", (run) => run.server],
      ["Mail server", (run) => run.mailServer ?? String(run.mailServerId)],
      ["Started by", (run) => run.startedBy],
      ["Started", (run) => run.startedAt],
      ["Finished", (run) => run.finishedAt],
      ["Outcome", (run) => (run.outcome ? outcomeWords[run.outcome] : "Running")],
      ["Looked at", (run) => run.looked],
      ["Changed", (run) => run.changed],
      ["Failed", (run) => run.failed],
      ["Error", (run) => run.error],
    ],
    (after, limit) => listRuns(db, runFilter(search), { after, limit }),
    (run) => run.id,
  );
}
