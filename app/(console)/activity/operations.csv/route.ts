import { getRun, listOperations, type Operation } from "@/db/runs";
import { requireRight } from "@/lib/access/session";
import { db } from "@/lib/database";
import { csv } from "../../csv";
import { operationWord } from "../run-words";

export async function GET(request: Request): Promise<Response> {
  await requireRight("fleet.see");
  const id = new URL(request.url).searchParams.get("run") ?? "";
  const run = /^\d{1,15}$/.test(id) ? await getRun(db, Number(id)) : null;
  if (!run) return new Response("That run no longer exists.\n", { status: 404 });
  return csv<Operation>(
    `run-${run.id}`,
    [
      ["Operation", (operation) => operation.id],
      ["What", (operation) => operation.summary],
      ["Reason", (operation) => operation.reason],
      ["Account", (operation) => operation.account],
      ["On", (operation) => operation.server],
      ["Started", (operation) => operation.startedAt],
      ["Settled", (operation) => operation.settledAt],
      ["Result", (operation) => operationWord(operation.state)],
      ["Error", (operation) => operation.error],
    ],
    (after, limit) => listOperations(db, run.id, {}, { after, limit }),
    (operation) => operation.id,
  );
}
