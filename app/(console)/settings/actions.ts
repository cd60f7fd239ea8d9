"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import type { ActionResult } from "@/app/_ui/action-form";
import { getCredentials, setPassword } from "@/db/administrators";
import { record } from "@/db/audit";
import { getBudget, setBudget } from "@/db/budget";
import { enqueueReconcileAll } from "@/db/jobs";
import { revokeSession } from "@/db/sessions";
import { forgive, takeTry } from "@/db/sign-in-failures";
import { allowChanges, stopChanges } from "@/db/stop-switch";
import { db } from "@/lib/database";
import { counted } from "@/lib/format";
import { hashPassword, isPassword, passwordFault } from "@/lib/passwords";
import { requireAdmin } from "@/lib/session";

export async function stop(_before: ActionResult | null, form: FormData): Promise<ActionResult> {
  const admin = await requireAdmin();
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
  const admin = await requireAdmin();
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
  const admin = await requireAdmin();
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

const passwords = z.object({ current: z.string().max(200), next: z.string() });

export async function changePassword(_before: ActionResult | null, form: FormData): Promise<ActionResult> {
  const admin = await requireAdmin();
  const parsed = passwords.safeParse(Object.fromEntries(form));
  if (!parsed.success) return { ok: false, message: "Give your current password and a new one." };
  const { current, next } = parsed.data;
  // Guessing here costs the same patience as guessing at the login page.
  const tries = `password:${admin.login}`;
  const wait = await takeTry(db, tries, { free: 5, longest: 60 });
  if (wait > 0) return { ok: false, message: `Too many wrong tries. Wait ${counted(wait, "second")}, then try again.` };
  const stored = await getCredentials(db, admin.login);
  if (!(await isPassword(stored?.passwordHash ?? null, current)))
    return { ok: false, message: "That is not your current password.", field: "current" };
  const fault = passwordFault(next, admin.login);
  if (fault) return { ok: false, message: fault, field: "next" };
  const passwordHash = await hashPassword(next);
  await db.transaction(async (tx) => {
    await record(tx, { actor: admin.login, event: "password.changed", target: admin.login });
    await setPassword(tx, admin.id, passwordHash, admin.sessionId);
    await forgive(tx, tries, "");
  });
  revalidatePath("/settings");
  return { ok: true, message: "Your password is changed, and your other sessions are over." };
}

export async function endSession(_before: ActionResult | null, form: FormData): Promise<ActionResult> {
  const admin = await requireAdmin();
  const id = z.uuid().safeParse(form.get("session"));
  if (!id.success) return { ok: false, message: "That session is over already." };
  await db.transaction(async (tx) => {
    await record(tx, { actor: admin.login, event: "session.ended", target: admin.login });
    await revokeSession(tx, id.data, admin.id);
  });
  revalidatePath("/settings");
  return { ok: true, message: "That session is over." };
}
