"use server";

import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { z } from "zod";
import type { ActionResult } from "@/app/_ui/action-form";
import { record } from "@/db/audit";
import { removePasskey } from "@/db/passkeys";
import { removeSeed } from "@/db/second-factor";
import { beginPasskey, finishPasskey } from "@/lib/access/passkeys";
import { enableAuthenticator, makeRecoveryCodes } from "@/lib/access/second-factor";
import { requireRight } from "@/lib/access/session";
import { db } from "@/lib/database";

export async function keepAuthenticator(_before: ActionResult | null, form: FormData): Promise<ActionResult> {
  const me = await requireRight("own.factors");
  const code = String(form.get("code") ?? "").slice(0, 20);
  const kept = await db.transaction(async (tx) => {
    if (!(await enableAuthenticator(tx, me, code))) return false;
    await record(tx, { actor: me.login, event: "second-factor.app-added", target: me.login });
    return true;
  });
  if (!kept) {
    const message = "That is not the code. Look at the app again, and whether the clock of the phone is right.";
    return { ok: false, message, field: "code" };
  }
  revalidatePath("/settings/you");
  redirect("/settings/you");
}

export async function dropAuthenticator(): Promise<ActionResult> {
  const me = await requireRight("own.factors");
  await db.transaction(async (tx) => {
    await record(tx, { actor: me.login, event: "second-factor.app-removed", target: me.login });
    await removeSeed(tx, me.id);
  });
  revalidatePath("/settings/you");
  return { ok: true, message: "The app is no longer asked for." };
}

export async function beginNewPasskey(): Promise<object | null> {
  const me = await requireRight("own.factors");
  return beginPasskey(db, me);
}

const passkeyName = z.string().trim().min(1).max(60);

export async function keepNewPasskey(_before: ActionResult | null, form: FormData): Promise<ActionResult> {
  const me = await requireRight("own.factors");
  const name = passkeyName.safeParse(form.get("name"));
  if (!name.success) return { ok: false, message: "Give the device a name of at most 60 characters." };
  const kept = await db.transaction(async (tx) => {
    if (!(await finishPasskey(tx, me, name.data, form.get("credential")))) return false;
    await record(tx, {
      actor: me.login,
      event: "second-factor.passkey-added",
      target: me.login,
      detail: { name: name.data },
    });
    return true;
  });
  if (!kept) return { ok: false, message: "The device's answer was not the one that was asked for. Try again." };
  revalidatePath("/settings/you");
  return { ok: true, message: `${name.data} is yours to sign in with.` };
}

export async function dropPasskey(_before: ActionResult | null, form: FormData): Promise<ActionResult> {
  const me = await requireRight("own.factors");
  const name = await db.transaction(async (tx) => {
    const removed = await removePasskey(tx, me.id, String(form.get("passkey") ?? "").slice(0, 1400));
    if (removed !== null) {
      const detail = { name: removed };
      await record(tx, { actor: me.login, event: "second-factor.passkey-removed", target: me.login, detail });
    }
    return removed;
  });
  revalidatePath("/settings/you");
  return name === null
    ? { ok: false, message: "That passkey is gone already." }
    : { ok: true, message: `${name} no longer signs you in.` };
}

export async function newRecoveryCodes(): Promise<ActionResult> {
  const me = await requireRight("own.factors");
  const lines = await db.transaction(async (tx) => {
    await record(tx, { actor: me.login, event: "second-factor.codes-made", target: me.login });
    return makeRecoveryCodes(tx, me.id);
  });
  revalidatePath("/settings/you");
  return { ok: true, message: "Shown only now. Keep them on paper, away from the device:", lines };
}
