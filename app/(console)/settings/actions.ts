"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import type { ActionResult } from "@/app/_ui/action-form";
import { record } from "@/db/audit";
import { getBudget, setBudget } from "@/db/budget";
import { enqueueReconcileAll } from "@/db/jobs";
import { allowChanges, stopChanges } from "@/db/stop-switch";
import { requireRight } from "@/lib/access/session";
import { db } from "@/lib/database";

export async function stop(_before: ActionResult | null, form: FormData): Promise<ActionResult> {
  const admin = await requireRight("changes.stop");
  const word = String(form.get("word") ?? "").trim();
  if (word.toLowerCase() !== "stop") return { ok: false, message: "Type the word stop.", field: "word" };
  const done = await db.transaction(async (tx) => {
    if (!(await stopChanges(tx, admin.login))) return false;
    await record(tx, { actor: admin.login, event: "changes.stopped" });
    return true;
  });
  revalidatePath("/", "layout");
  return { ok: true, message: done ? "All changes are stopped." : "All changes were stopped already." };
}

export async function allow(): Promise<ActionResult> {
  const admin = await requireRight("changes.allow");
  await db.transaction(async (tx) => {
    if (!(await allowChanges(tx))) return;
    await record(tx, { actor: admin.login, event: "changes.allowed" });
    await enqueueReconcileAll(tx);
  });
  revalidatePath("/", "layout");
  return { ok: true, message: "Changes are allowed again." };
}

const amount = z.coerce.number().int().min(1).max(1_000_000);
const budgets = z.object({ run: amount, server: amount, fleet: amount });

export async function changeBudget(_before: ActionResult | null, form: FormData): Promise<ActionResult> {
  const admin = await requireRight("limits.set");
  const typed = Object.fromEntries(["run", "server", "fleet"].map((name) => [name, String(form.get(name) ?? "")]));
  const parsed = budgets.safeParse(typed);
  if (!parsed.success) {
    const field = String(parsed.error.issues[0]?.path[0] ?? "");
    return { ok: false, message: "Give a whole number between 1 and 1 000 000.", field, typed };
  }
  await db.transaction(async (tx) => {
    const detail = { from: await getBudget(tx), to: parsed.data };
    await record(tx, { actor: admin.login, event: "changes.budget-set", detail });
    await setBudget(tx, parsed.data);
    // What waits for room may have it now.
    await enqueueReconcileAll(tx);
  });
  revalidatePath("/settings");
  return { ok: true, message: "The budget is set." };
}
