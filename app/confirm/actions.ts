"use server";

import { redirect } from "next/navigation";
import type { ActionResult } from "@/app/_ui/action-form";
import { getCredentials } from "@/db/administrators";
import { record } from "@/db/audit";
import { getFactors } from "@/db/second-factor";
import { proveSession } from "@/db/sessions";
import { giveBack } from "@/db/sign-in-tries";
import { localPath } from "@/lib/access/auth";
import { askForPasskey, checkPasskey } from "@/lib/access/passkeys";
import { isPassword } from "@/lib/access/passwords";
import { checkCode } from "@/lib/access/second-factor";
import { requestFacts, requireRight, type SignedIn } from "@/lib/access/session";
import { ownTries, refusal } from "@/lib/access/sign-in";
import { db } from "@/lib/database";

async function proved(who: SignedIn, by: string, form: FormData): Promise<never> {
  await db.transaction(async (tx) => {
    await record(tx, { actor: who.login, event: "session.confirmed", target: who.login, detail: { by } });
    await proveSession(tx, who.sessionId);
  });
  redirect(localPath(form.get("callbackUrl")));
}

/** The password, and with a second factor a code as well. */
export async function confirmWithPassword(_before: ActionResult | null, form: FormData): Promise<ActionResult> {
  const who = await requireRight("own");
  const tries = ownTries(who.login);
  const refused = await refusal(db, tries);
  if (refused) return { ok: false, message: refused };
  const stored = await getCredentials(db, who.login);
  const password = String(form.get("password") ?? "").slice(0, 200);
  if (!(await isPassword(stored?.passwordHash ?? null, password))) {
    await record(db, { actor: who.login, event: "session.confirmation-refused", target: who.login });
    return { ok: false, message: "That is not your password.", field: "password" };
  }
  await giveBack(db, tries[0]);
  if (!stored?.secondFactor) return proved(who, "password", form);
  const result = await checkCode(db, who, String(form.get("code") ?? "").slice(0, 100), await requestFacts());
  if (!result.ok) {
    await record(db, { actor: who.login, event: "session.code-refused", target: who.login });
    return { ok: false, message: result.message, field: "code" };
  }
  return proved(who, `password, ${result.by}`, form);
}

export async function beginConfirmation(): Promise<object | null> {
  const who = await requireRight("own");
  const { passkeys } = await getFactors(db, who.id);
  return passkeys.length > 0 ? askForPasskey(db, who) : null;
}

export async function confirmWithPasskey(_before: ActionResult | null, form: FormData): Promise<ActionResult> {
  const who = await requireRight("own");
  if (!(await checkPasskey(db, who, form.get("credential")))) {
    await record(db, { actor: who.login, event: "session.passkey-refused", target: who.login });
    return { ok: false, message: "That passkey is not one of yours here. Try another one, or your password." };
  }
  return proved(who, "passkey", form);
}
