"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import type { ActionResult } from "@/app/_ui/action-form";
import { getCredentials, setPassword } from "@/db/administrators";
import { record } from "@/db/audit";
import { revokeSession, revokeSessionsOf } from "@/db/sessions";
import { giveBack } from "@/db/sign-in-tries";
import { hashPassword, isPassword, passwordFault } from "@/lib/access/passwords";
import { requireRight } from "@/lib/access/session";
import { ownTries, refusal } from "@/lib/access/sign-in";
import { db } from "@/lib/database";

const passwords = z.object({ current: z.string().max(200), next: z.string() });

export async function changePassword(_before: ActionResult | null, form: FormData): Promise<ActionResult> {
  const admin = await requireRight("own.factors");
  const parsed = passwords.safeParse(Object.fromEntries(form));
  if (!parsed.success) return { ok: false, message: "Give your current password and a new one." };
  const { current, next } = parsed.data;
  // Guessing here costs the same patience as guessing at the login page.
  const tries = ownTries(admin.login);
  const refused = await refusal(db, tries);
  if (refused) return { ok: false, message: refused };
  const stored = await getCredentials(db, admin.login);
  if (!(await isPassword(stored?.passwordHash ?? null, current)))
    return { ok: false, message: "That is not your current password.", field: "current" };
  await giveBack(db, tries[0]);
  const fault = passwordFault(next, admin.login);
  if (fault) return { ok: false, message: fault, field: "next" };
  const passwordHash = await hashPassword(next);
  await db.transaction(async (tx) => {
    await record(tx, { actor: admin.login, event: "password.changed", target: admin.login });
    await setPassword(tx, admin.id, passwordHash, admin.sessionId);
  });
  revalidatePath("/settings/you");
  return { ok: true, message: "Your password is changed, and your other sessions are over." };
}

export async function endSession(_before: ActionResult | null, form: FormData): Promise<ActionResult> {
  const admin = await requireRight("own");
  const id = z.uuid().safeParse(form.get("session"));
  if (!id.success) return { ok: false, message: "That session is over already." };
  await db.transaction(async (tx) => {
    await record(tx, { actor: admin.login, event: "session.ended", target: admin.login });
    await revokeSession(tx, id.data, admin.id);
  });
  revalidatePath("/settings/you");
  return { ok: true, message: "That session is over." };
}

export async function endOtherSessions(): Promise<ActionResult> {
  const admin = await requireRight("own");
  await db.transaction(async (tx) => {
    await record(tx, { actor: admin.login, event: "session.others-ended", target: admin.login });
    await revokeSessionsOf(tx, admin.id, admin.sessionId);
  });
  revalidatePath("/settings/you");
  return { ok: true, message: "Your other sessions are over." };
}
