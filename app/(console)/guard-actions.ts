"use server";

import { revalidatePath } from "next/cache";
import type { ActionResult } from "@/app/_ui/action-form";
import { record } from "@/db/audit";
import { enqueueReconcileAll } from "@/db/jobs";
import { endObserveOnly } from "@/db/watermark";
import { db } from "@/lib/database";
import { requireAdmin } from "@/lib/session";

/** A person has looked at a restored database: changes are made from it again. */
export async function resume(): Promise<ActionResult> {
  const admin = await requireAdmin();
  const done = await db.transaction(async (tx) => {
    if (!(await endObserveOnly(tx))) return false;
    await record(tx, { actor: admin.login, event: "database.released" });
    await enqueueReconcileAll(tx);
    return true;
  });
  revalidatePath("/", "layout");
  return { ok: true, message: done ? "Changes are made again." : "Changes are made again already." };
}
