"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import type { ActionResult } from "@/app/_ui/action-form";
import { makeToken, revokeToken } from "@/db/api-tokens";
import { record } from "@/db/audit";
import { requireRight } from "@/lib/access/session";
import { db } from "@/lib/database";

const given = z.object({
  name: z.string().trim().min(1, "Say what the token is for.").max(60, "Give a shorter name."),
  scope: z.enum(["read", "act"]).catch("read"),
  days: z.coerce
    .number("Give a number of days.")
    .int("Give whole days.")
    .min(1, "One day at least.")
    .max(366, "A year at most."),
});

export async function make(_before: ActionResult | null, form: FormData): Promise<ActionResult> {
  const admin = await requireRight("tokens.change");
  const typed = { name: String(form.get("name") ?? ""), days: String(form.get("days") ?? "") };
  const parsed = given.safeParse(Object.fromEntries(form));
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    return { ok: false, message: issue?.message ?? "Fill in every field.", field: issue?.path.join("."), typed };
  }
  const { name, scope, days } = parsed.data;
  const token = await db.transaction(async (tx) => {
    const made = await makeToken(tx, { name, scope, days, administratorId: admin.id });
    const detail = { scope, until: made.expiresAt.toISOString().slice(0, 10) };
    await record(tx, { actor: admin.login, event: "token.made", target: name, detail });
    return made.token;
  });
  revalidatePath("/settings/tokens");
  return { ok: true, message: `The token, shown only now: ${token}` };
}

export async function revoke(_before: ActionResult | null, form: FormData): Promise<ActionResult> {
  const admin = await requireRight("tokens.change");
  const id = z.coerce.number().int().positive().max(2_147_483_647).safeParse(form.get("id"));
  const name = await db.transaction(async (tx) => {
    const revoked = id.success ? await revokeToken(tx, id.data) : null;
    if (revoked) await record(tx, { actor: admin.login, event: "token.revoked", target: revoked });
    return revoked;
  });
  revalidatePath("/settings/tokens");
  return name ? { ok: true, message: `${name} is revoked.` } : { ok: false, message: "It was revoked already." };
}
