"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import type { ActionResult } from "@/app/_ui/action-form";
import { record } from "@/db/audit";
import { closeBreaker } from "@/db/breakers";
import { enqueueReconcileAll } from "@/db/jobs";
import { endObserveOnly } from "@/db/watermark";
import { requireRight } from "@/lib/access/session";
import { db } from "@/lib/database";

/** A person closes a breaker: what failed has been read, and put right. */
export async function close(_before: ActionResult | null, form: FormData): Promise<ActionResult> {
  const admin = await requireRight("changes.allow");
  const id = z.coerce.number().int().positive().max(2_147_483_647).safeParse(form.get("breaker"));
  const closed = await db.transaction(async (tx) => {
    const breaker = id.success ? await closeBreaker(tx, id.data, admin.login) : null;
    if (!breaker) return false;
    const { serverId, server, why } = breaker;
    await record(tx, { actor: admin.login, event: "breaker.closed", target: server ?? "", detail: { serverId, why } });
    await enqueueReconcileAll(tx);
    return true;
  });
  revalidatePath("/", "layout");
  return { ok: true, message: closed ? "The breaker is closed; changes are made again." : "It was closed already." };
}

/** A person has looked at a restored database: changes are made from it again. */
export async function resume(): Promise<ActionResult> {
  const admin = await requireRight("changes.allow");
  const done = await db.transaction(async (tx) => {
    if (!(await endObserveOnly(tx))) return false;
    await record(tx, { actor: admin.login, event: "database.released" });
    await enqueueReconcileAll(tx);
    return true;
  });
  revalidatePath("/", "layout");
  return { ok: true, message: done ? "Changes are made again." : "Changes are made again already." };
}
