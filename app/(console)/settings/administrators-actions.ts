"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import type { ActionResult } from "@/app/_ui/action-form";
import {
  type Administrator,
  createAdministrator,
  disableAdministrator,
  enableAdministrator,
  getAdministrator,
  setPassword,
} from "@/db/administrators";
import { record } from "@/db/audit";
import { db } from "@/lib/database";
import { generatePassword, hashPassword, loginFault } from "@/lib/passwords";
import { requireAdmin } from "@/lib/session";

const gone: ActionResult = { ok: false, message: "That administrator no longer exists." };

const given = z.object({
  login: z.string().trim().toLowerCase(),
  name: z.string().trim().min(1, "Give a name; it is shown beside what they do.").max(100, "Give a shorter name."),
});

/** The password is made here and shown once: nobody chooses it for somebody else. */
export async function addAdministrator(_before: ActionResult | null, form: FormData): Promise<ActionResult> {
  const admin = await requireAdmin();
  const parsed = given.safeParse(Object.fromEntries(form));
  const typed = { login: String(form.get("login") ?? ""), name: String(form.get("name") ?? "") };
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    return { ok: false, message: issue?.message ?? "Fill in every field.", field: issue?.path.join("."), typed };
  }
  const { login, name } = parsed.data;
  const fault = loginFault(login);
  if (fault) return { ok: false, message: fault, field: "login", typed };
  const password = generatePassword();
  const passwordHash = await hashPassword(password);
  const id = await db.transaction(async (tx) => {
    const made = await createAdministrator(tx, { login, name, passwordHash });
    if (made !== null) await record(tx, { actor: admin.login, event: "administrator.added", target: login });
    return made;
  });
  if (id === null) return { ok: false, message: `There is an administrator ${login} already.`, field: "login", typed };
  revalidatePath("/settings");
  return { ok: true, message: `The password of ${login}, shown only now: ${password}` };
}

async function other(form: FormData, me: number): Promise<Administrator | null> {
  const id = z.coerce.number().int().positive().max(2_147_483_647).safeParse(form.get("id"));
  return id.success && id.data !== me ? getAdministrator(db, id.data) : null;
}

export async function setDisabled(_before: ActionResult | null, form: FormData): Promise<ActionResult> {
  const admin = await requireAdmin();
  const whom = await other(form, admin.id);
  if (!whom) return gone;
  const disable = form.get("disabled") === "yes";
  const done = await db.transaction(async (tx) => {
    if (disable && !(await disableAdministrator(tx, whom.id))) return false;
    if (!disable) await enableAdministrator(tx, whom.id);
    const event = disable ? "administrator.disabled" : "administrator.enabled";
    await record(tx, { actor: admin.login, event, target: whom.login });
    return true;
  });
  revalidatePath("/settings");
  if (!done) return { ok: false, message: `${whom.login} is the last active administrator and stays so.` };
  return { ok: true, message: disable ? "Signed out everywhere." : "Can sign in again." };
}

export async function resetPassword(_before: ActionResult | null, form: FormData): Promise<ActionResult> {
  const admin = await requireAdmin();
  const whom = await other(form, admin.id);
  if (!whom) return gone;
  const password = generatePassword();
  const passwordHash = await hashPassword(password);
  await db.transaction(async (tx) => {
    await record(tx, { actor: admin.login, event: "administrator.password-reset", target: whom.login });
    await setPassword(tx, whom.id, passwordHash);
  });
  return { ok: true, message: `The password of ${whom.login}, shown only now: ${password}` };
}
