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
  setRole,
} from "@/db/administrators";
import { record } from "@/db/audit";
import { resetFactors } from "@/db/second-factor";
import { revokeSessionsOf } from "@/db/sessions";
import { generatePassword, hashPassword, loginFault } from "@/lib/access/passwords";
import { roles, roleWords } from "@/lib/access/rights";
import { requireRight } from "@/lib/access/session";
import { db } from "@/lib/database";

const gone: ActionResult = { ok: false, message: "That person no longer exists." };

const given = z.object({
  login: z.string().trim().toLowerCase(),
  name: z.string().trim().min(1, "Give a name; it is shown beside what they do.").max(100, "Give a shorter name."),
  role: z.enum(roles, "Choose what they may do."),
});

/** The password is made here and shown once: nobody chooses it for somebody else. */
export async function addPerson(_before: ActionResult | null, form: FormData): Promise<ActionResult> {
  const admin = await requireRight("people.change");
  const parsed = given.safeParse(Object.fromEntries(form));
  const typed = { login: String(form.get("login") ?? ""), name: String(form.get("name") ?? "") };
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    return { ok: false, message: issue?.message ?? "Fill in every field.", field: issue?.path.join("."), typed };
  }
  const { login, name, role } = parsed.data;
  const fault = loginFault(login);
  if (fault) return { ok: false, message: fault, field: "login", typed };
  const password = generatePassword();
  const passwordHash = await hashPassword(password);
  const id = await db.transaction(async (tx) => {
    const made = await createAdministrator(tx, { login, name, role, passwordHash });
    if (made !== null)
      await record(tx, { actor: admin.login, event: "administrator.added", target: login, detail: { role } });
    return made;
  });
  if (id === null) return { ok: false, message: `There is somebody called ${login} already.`, field: "login", typed };
  revalidatePath("/settings/people");
  return { ok: true, message: `The password of ${login}, shown only now: ${password}` };
}

/** Nobody changes themselves here: what is one's own is on the page You. */
async function other(form: FormData, me: number): Promise<Administrator | null> {
  const id = z.coerce.number().int().positive().max(2_147_483_647).safeParse(form.get("id"));
  return id.success && id.data !== me ? getAdministrator(db, id.data) : null;
}

const last = (login: string): ActionResult => ({
  ok: false,
  message: `${login} is the last active administrator and stays so. Make somebody else administrator first.`,
});

export async function changeRole(_before: ActionResult | null, form: FormData): Promise<ActionResult> {
  const admin = await requireRight("people.change");
  const whom = await other(form, admin.id);
  const role = z.enum(roles).safeParse(form.get("role"));
  if (!whom || !role.success) return gone;
  if (whom.external) {
    return { ok: false, message: `The identity provider says the role of ${whom.login}: change the groups there.` };
  }
  const done = await db.transaction(async (tx) => {
    if (!(await setRole(tx, whom.id, role.data))) return false;
    const detail = { from: whom.role, to: role.data };
    await record(tx, { actor: admin.login, event: "administrator.role-changed", target: whom.login, detail });
    return true;
  });
  revalidatePath("/settings/people", "layout");
  if (!done) return last(whom.login);
  return { ok: true, message: `${whom.name} is ${roleWords[role.data].name.toLowerCase()} from the next click on.` };
}

export async function setDisabled(_before: ActionResult | null, form: FormData): Promise<ActionResult> {
  const admin = await requireRight("people.change");
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
  revalidatePath("/settings/people", "layout");
  if (!done) return last(whom.login);
  return { ok: true, message: disable ? "Disabled, and signed out everywhere." : "Can sign in again." };
}

export async function resetPassword(_before: ActionResult | null, form: FormData): Promise<ActionResult> {
  const admin = await requireRight("people.change");
  const whom = await other(form, admin.id);
  if (!whom) return gone;
  if (whom.external) return { ok: false, message: `${whom.login} signs in through the identity provider.` };
  const password = generatePassword();
  const passwordHash = await hashPassword(password);
  await db.transaction(async (tx) => {
    await record(tx, { actor: admin.login, event: "administrator.password-reset", target: whom.login });
    await setPassword(tx, whom.id, passwordHash);
  });
  return { ok: true, message: `The password of ${whom.login}, shown only now: ${password}` };
}

/** For somebody who has lost device and recovery codes. Their sessions end: whoever found the device is out as well. */
export async function resetSecondFactor(_before: ActionResult | null, form: FormData): Promise<ActionResult> {
  const admin = await requireRight("people.change");
  const whom = await other(form, admin.id);
  if (!whom) return gone;
  await db.transaction(async (tx) => {
    await record(tx, { actor: admin.login, event: "administrator.second-factor-reset", target: whom.login });
    await resetFactors(tx, whom.id);
    await revokeSessionsOf(tx, whom.id);
  });
  revalidatePath("/settings/people", "layout");
  return { ok: true, message: `${whom.name} signs in with the password alone until a second factor is set up.` };
}

export async function endSessionsOf(_before: ActionResult | null, form: FormData): Promise<ActionResult> {
  const admin = await requireRight("people.change");
  const whom = await other(form, admin.id);
  if (!whom) return gone;
  await db.transaction(async (tx) => {
    await record(tx, { actor: admin.login, event: "administrator.signed-out", target: whom.login });
    await revokeSessionsOf(tx, whom.id);
  });
  revalidatePath("/settings/people", "layout");
  return { ok: true, message: `${whom.name} is signed out everywhere.` };
}
