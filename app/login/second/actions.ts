"use server";

import { redirect } from "next/navigation";
import type { ActionResult } from "@/app/_ui/action-form";
import { record } from "@/db/audit";
import { localPath } from "@/lib/access/auth";
import { askForPasskey, checkPasskey } from "@/lib/access/passkeys";
import { checkCode } from "@/lib/access/second-factor";
import { completeSignIn, halfSignedIn, refuseForeignChange, requestFacts } from "@/lib/access/session";
import { db } from "@/lib/database";

const over: ActionResult = { ok: false, message: "That took too long. Sign in with your password again." };

/** The half session in the cookie is what allows these. */
export async function enterWithCode(_before: ActionResult | null, form: FormData): Promise<ActionResult> {
  await refuseForeignChange();
  const who = await halfSignedIn();
  if (!who) return over;
  const result = await checkCode(db, who, String(form.get("code") ?? "").slice(0, 100), await requestFacts());
  if (!result.ok) {
    await record(db, { actor: who.login, event: "session.code-refused", target: who.login });
    return { ok: false, message: result.message, field: "code" };
  }
  await completeSignIn(who, result.by);
  redirect(localPath(form.get("callbackUrl")));
}

export async function beginWithPasskey(): Promise<object | null> {
  await refuseForeignChange();
  const who = await halfSignedIn();
  return who ? askForPasskey(db, who) : null;
}

export async function enterWithPasskey(_before: ActionResult | null, form: FormData): Promise<ActionResult> {
  await refuseForeignChange();
  const who = await halfSignedIn();
  if (!who) return over;
  if (!(await checkPasskey(db, who, form.get("credential")))) {
    await record(db, { actor: who.login, event: "session.passkey-refused", target: who.login });
    return { ok: false, message: "That passkey is not one of yours here. Try another one, or a code." };
  }
  await completeSignIn(who, "passkey");
  redirect(localPath(form.get("callbackUrl")));
}
