import { type AccountRow, listAccounts } from "@/db/accounts";
import { requireRight } from "@/lib/access/session";
import { db } from "@/lib/database";
import { problem } from "@/lib/problems";
import { csv } from "../../csv";
import { accountSearch, filterOf } from "../search";
import { stages } from "../stage-status";

/** The list as it is narrowed and sorted, all of its pages. */
export async function GET(request: Request): Promise<Response> {
  await requireRight("fleet.see");
  const search = await accountSearch(Promise.resolve(Object.fromEntries(new URL(request.url).searchParams)));
  return csv<AccountRow, string>(
    "accounts",
    [
      ["Account", (account) => account.name],
      ["Kind", (account) => account.kind],
      ["Client", (account) => (account.kind === "client" ? account.label : account.owner)],
      ["Plesk server", (account) => account.server],
      ["Mail server", (account) => account.mailServer],
      ["Sync. status", (account) => (account.netStatus === "online" ? account.syncStatus : "unknown")],
      ["Differences", (account) => account.differences],
      ["Stage", (account) => account.stage && stages[account.stage].word],
      ["Problem", (account) => account.problem && problem(account.problem).title],
      ["Problem in words", (account) => account.problemDetail],
      ["Problem since", (account) => account.problemSince],
      ["Waiting for", (account) => account.waiting],
      ["Addresses", (account) => (account.kind === "client" ? null : account.addressCount)],
      ["Need a password", (account) => account.needsPassword],
      ["Last change", (account) => account.changedAt],
    ],
    async (after, limit) => {
      const page = { order: search.sort, descending: search.order === "down", after, limit };
      const { rows, after: next } = await listAccounts(db, filterOf(search), page);
      return { rows, more: next !== undefined };
    },
    (account) => account.place,
  );
}
