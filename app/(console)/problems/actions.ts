"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import type { ActionResult } from "@/app/_ui/action-form";
import { record } from "@/db/audit";
import { enqueueReconcile, enqueueReconciles } from "@/db/jobs";
import { releaseServer, wishLookAt } from "@/db/problems";
import { getServer } from "@/db/server";
import { requireRight } from "@/lib/access/session";
import { db } from "@/lib/database";
import { counted } from "@/lib/format";
import { problemCodes } from "@/lib/problems";

/** Has every server looked at that has accounts with one problem: what has been put right outside is then seen. */
export async function lookAgainAt(_before: ActionResult | null, form: FormData): Promise<ActionResult> {
  const admin = await requireRight("synchronize");
  const code = z.enum(problemCodes).safeParse(form.get("problem"));
  if (!code.success) return { ok: false, message: "There is no such problem." };
  const servers = await db.transaction(async (tx) => {
    const wished = await wishLookAt(tx, code.data, admin.login);
    for (const { serverId, name } of wished) {
      await record(tx, { actor: admin.login, event: "server.refreshed", target: name, detail: { serverId } });
    }
    await enqueueReconciles(
      tx,
      wished.map(({ serverId }) => serverId),
    );
    return wished;
  });
  revalidatePath("/problems");
  return servers.length > 0
    ? { ok: true, message: `Looking at ${counted(servers.length, "Plesk server")}.` }
    : { ok: false, message: "Nothing has this problem any more." };
}

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
