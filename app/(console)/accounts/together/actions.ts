"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import type { ActionResult } from "@/app/_ui/action-form";
import { record } from "@/db/audit";
import { enqueueReconciles } from "@/db/jobs";
import { listConcernedServers, MoreThanShown, togetherUpTo, wishTogether } from "@/db/together";
import { requireRight } from "@/lib/access/session";
import { db } from "@/lib/database";
import { count, counted } from "@/lib/format";
import { chosen, parametersOf, selectable } from "./chosen";
import { deedWords, moreThanShown, rightFor } from "./words";

const events = {
  synchronize: "account.synchronized",
  enforce: "account.enforced",
  close: "account.closed",
} as const;

/** How many accounts the page showed. */
const shownUpTo = z.coerce.number().int().min(0).max(togetherUpTo).catch(0);

/** Wishes one deed for many accounts: the next run of each server follows. */
export async function doTogether(_before: ActionResult | null, form: FormData): Promise<ActionResult> {
  const admin = await requireRight("synchronize");
  const { deed, filter, selected, search } = await chosen(parametersOf(form));
  await requireRight(rightFor[deed]);
  if (selected === 0) return { ok: false, message: "Select one or more accounts first." };
  if (selected !== null && selected > selectable)
    return { ok: false, message: `Select at most ${count(selectable)} accounts, or all that match.` };
  const typed = String(form.get("word") ?? "")
    .trim()
    .toLowerCase();
  const { confirm, said } = deedWords[deed];
  if (confirm && typed !== confirm.word) return { ok: false, field: "word", message: `Type the word ${confirm.word}.` };
  const concerned = await listConcernedServers(db, filter, deed);
  if (concerned.reduce((sum, server) => sum + server.accounts, 0) > togetherUpTo)
    return { ok: false, message: "These are too many to name. Narrow the list, or synchronize whole mail servers." };
  // What is confirmed by a word is confirmed for what was shown; to synchronize more than that does no harm.
  const shown = confirm ? shownUpTo.parse(form.get("shown")) : togetherUpTo;
  const wishing = db.transaction(async (tx) => {
    const wished = await wishTogether(tx, filter, deed, admin.login, shown);
    const accounts = [...wished.values()].reduce((sum, each) => sum + each, 0);
    if (accounts === 0) return wished;
    const which = selected === null ? { ...search } : { ...filter };
    const detail = { accounts, servers: [...wished.keys()], which };
    await record(tx, { actor: admin.login, event: events[deed], target: counted(accounts, "account"), detail });
    await enqueueReconciles(tx, [...wished.keys()]);
    return wished;
  });
  const perServer = await wishing.catch((error: unknown) => {
    if (error instanceof MoreThanShown) return error;
    throw error;
  });
  revalidatePath("/", "layout");
  if (perServer instanceof MoreThanShown) return { ok: false, message: moreThanShown(perServer.accounts, shown) };
  const accounts = [...perServer.values()].reduce((sum, each) => sum + each, 0);
  if (accounts === 0)
    return { ok: false, message: "None of them can be treated so any more. Nothing was changed; look at the list." };
  const where = counted(perServer.size, "Plesk server");
  return {
    ok: true,
    message: `${counted(accounts, "account")} of ${where} ${accounts === 1 ? "is" : "are"} ${said}.`,
  };
}
