"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import type { ActionResult } from "@/app/_ui/action-form";
import { record } from "@/db/audit";
import { enqueueReconcile } from "@/db/jobs";
import { releaseServer } from "@/db/problems";
import { getServer } from "@/db/server";
import { db } from "@/lib/database";
import { requireRight } from "@/lib/session";

/** Ends a server's quarantine: what is missing there is missing on purpose. */
export async function release(_before: ActionResult | null, form: FormData): Promise<ActionResult> {
  const admin = await requireRight("release");
  const id = z.coerce.number().int().positive().max(2_147_483_647).safeParse(form.get("serverId"));
  const server = id.success ? await getServer(db, id.data) : null;
  if (!server) return { ok: false, message: "That server no longer exists." };
  const released = await db.transaction(async (tx) => {
    if (!(await releaseServer(tx, server.id))) return false;
    const detail = { serverId: server.id, reason: server.quarantineReason };
    await record(tx, { actor: admin.login, event: "server.released", target: server.name, detail });
    await enqueueReconcile(tx, server.id);
    return true;
  });
  revalidatePath("/", "layout");
  return released
    ? { ok: true, message: `${server.name} is released; the next look takes it as it is.` }
    : { ok: false, message: `${server.name} is not in quarantine any more.` };
}
