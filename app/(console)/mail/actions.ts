"use server";

import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { z } from "zod";
import type { ActionResult } from "@/app/_ui/action-form";
import { wishFor } from "@/db/assignments";
import { record } from "@/db/audit";
import { enqueueProbe, enqueueProbes, enqueueReconciles } from "@/db/jobs";
import { defineMailServer, removeMailServers } from "@/db/mail-server-role";
import { listMailServers, nameMailServers } from "@/db/mail-servers";
import { requireRight } from "@/lib/access/session";
import { db } from "@/lib/database";
import { counted, listed } from "@/lib/format";

const id = z.coerce.number().int().positive().max(2_147_483_647);
const gone = { ok: false, message: "That mail server no longer exists." };

const removal = (ids: readonly number[]) =>
  `/mail/remove?${new URLSearchParams(ids.map((one) => ["id", String(one)]))}`;

/** The buttons of the list: for the selected ones, or for the one whose own button was pressed. */
export async function operate(_before: ActionResult | null, form: FormData): Promise<ActionResult> {
  const admin = await requireRight("synchronize");
  const parsed = z
    .object({
      deed: z.enum(["synchronize", "refresh", "refresh-all", "remove"]).catch("synchronize"),
      ids: z.array(id).max(1000),
    })
    .safeParse({ deed: form.get("deed"), ids: form.has("only") ? [form.get("only")] : form.getAll("id") });
  if (!parsed.success) return gone;
  const { deed } = parsed.data;
  const ids = deed === "refresh-all" ? (await listMailServers(db)).map((row) => row.id) : parsed.data.ids;
  if (ids.length === 0) return { ok: false, message: "Select one or more mail servers first." };
  if (deed === "remove") redirect(removal(ids));
  const what = deed === "synchronize" ? "synchronize" : "refresh";
  const said = await start(what, ids, admin.login);
  revalidatePath("/mail", "layout");
  return said;
}

async function start(deed: "refresh" | "synchronize", ids: readonly number[], by: string): Promise<ActionResult> {
  return await db.transaction(async (tx) => {
    const named = await nameMailServers(tx, ids);
    if (named.length === 0) return gone;
    const mailServerIds = named.map((one) => one.id);
    const serverIds = await wishFor(tx, deed, { mailServerIds, by });
    await enqueueReconciles(tx, serverIds);
    const probed = deed === "refresh" ? [...named.map((one) => one.serverId), ...serverIds] : [];
    await enqueueProbes(tx, probed);
    const names = named.length > 3 ? counted(named.length, "mail server") : listed(named.map((one) => one.name));
    for (const one of named) await record(tx, { actor: by, event: `mail-server.${deed}-wanted`, target: one.name });
    if (serverIds.length === 0 && deed === "synchronize") {
      return { ok: false, message: `No Plesk server is assigned to ${names}: assign one first.` };
    }
    const servers = serverIds.length > 0 ? ` and ${counted(serverIds.length, "Plesk server")}` : "";
    return { ok: true, message: `${deed === "refresh" ? "Looking at" : "Synchronizing"} ${names}${servers}.` };
  });
}

export async function addMailServer(_before: ActionResult | null, form: FormData): Promise<ActionResult> {
  const admin = await requireRight("mail-servers.change");
  const serverId = id.safeParse(form.get("server"));
  if (!serverId.success) return { ok: false, message: "Choose the Plesk server that becomes a mail server." };
  const made = await db.transaction(async (tx) => {
    const defined = await defineMailServer(tx, { serverId: serverId.data, by: admin.login });
    if (typeof defined === "object") await enqueueProbe(tx, serverId.data);
    return defined;
  });
  if (made === "gone") return { ok: false, message: "That server no longer exists." };
  if (made === "no host name")
    return {
      ok: false,
      message:
        "MX will name this server, so its name must be its full host name, such as mail1.provider.example. Change it on its page.",
    };
  if (made === "mail server") return { ok: false, message: "That server is a mail server already." };
  if (made === "assigned") {
    return {
      ok: false,
      message: "That server is assigned to a mail server, so it cannot be one itself. Deassign it first.",
    };
  }
  revalidatePath("/", "layout");
  redirect(`/mail/${made.id}`);
}

export async function removeChosen(_before: ActionResult | null, form: FormData): Promise<ActionResult> {
  const admin = await requireRight("mail-servers.remove");
  const ids = z.array(id).min(1).max(1000).safeParse(form.getAll("id"));
  if (!ids.success) return gone;
  const inUse = await db.transaction((tx) => removeMailServers(tx, ids.data, admin.login));
  if (inUse.length > 0) redirect(removal(ids.data));
  revalidatePath("/", "layout");
  redirect("/mail");
}
