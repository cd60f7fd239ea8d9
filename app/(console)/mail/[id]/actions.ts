"use server";

import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { z } from "zod";
import type { ActionResult } from "@/app/_ui/action-form";
import { url } from "@/app/_ui/listing";
import { assignServers, deassignServers, listAssignedTo, type Refusal } from "@/db/assignments";
import { enqueueReconciles } from "@/db/jobs";
import { setAutomatic } from "@/db/mail-server-role";
import { getMailServer } from "@/db/mail-servers";
import { requireRight } from "@/lib/access/session";
import { askLater } from "@/lib/ask";
import { db } from "@/lib/database";
import { wishes } from "./preview";

const id = z.coerce.number().int().positive().max(2_147_483_647);
const chosen = z.object({ mailServerId: id, serverIds: z.array(id).max(1000) });
const gone: ActionResult = { ok: false, message: "That mail server no longer exists." };

const read = (form: FormData) =>
  chosen.safeParse({ mailServerId: form.get("mailServer"), serverIds: form.getAll("server") });

/** The page of each preview is called after the right: whoever may wish something may look what it would do. */
const pages = { assigned: "assign", deassigned: "deassign", synchronize: "synchronize" } as const;

/** Asks the worker what would happen, and leads to the page that shows it. Changes nothing. */
export async function startPreview(_before: ActionResult | null, form: FormData): Promise<ActionResult> {
  await requireRight("synchronize");
  const wish = z.enum(wishes).safeParse(form.get("wish"));
  const admin = await requireRight(wish.success ? pages[wish.data] : "synchronize");
  const parsed = read(form);
  if (!parsed.success || !wish.success) return gone;
  const { mailServerId } = parsed.data;
  if (!(await getMailServer(db, mailServerId))) return gone;
  const serverIds =
    wish.data === "synchronize"
      ? (await listAssignedTo(db, [mailServerId])).map((server) => server.serverId)
      : parsed.data.serverIds;
  if (serverIds.length === 0) {
    const message =
      wish.data === "synchronize"
        ? "No Plesk server is assigned: assign one first."
        : "Choose one or more Plesk servers.";
    return { ok: false, message };
  }
  const preview = await askLater("preview", { mailServerId, serverIds, wish: wish.data }, { by: admin.login });
  redirect(url(`/mail/${mailServerId}/${pages[wish.data]}`, { preview }));
}

/** Rolls a transaction back with what was refused. */
class Refused extends Error {
  constructor(readonly refusals: Refusal[]) {
    super("refused");
  }
}

export async function assign(_before: ActionResult | null, form: FormData): Promise<ActionResult> {
  const admin = await requireRight("assign");
  const parsed = read(form);
  if (!parsed.success || parsed.data.serverIds.length === 0)
    return { ok: false, message: "That server no longer exists." };
  const { mailServerId, serverIds } = parsed.data;
  if (!(await getMailServer(db, mailServerId))) return gone;
  try {
    await db.transaction(async (tx) => {
      const refusals = await assignServers(tx, { mailServerId, serverIds, by: admin.login });
      if (refusals.length > 0) throw new Refused(refusals);
      await enqueueReconciles(tx, serverIds);
    });
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    const why = error.refusals.map(
      ({ server, reason }) => `${server} ${reason === "gone" ? "no longer exists" : reason}.`,
    );
    return { ok: false, message: `Nothing was assigned. ${why.join(" ")}` };
  }
  revalidatePath("/mail", "layout");
  redirect(`/mail/${mailServerId}`);
}

export async function deassign(_before: ActionResult | null, form: FormData): Promise<ActionResult> {
  const admin = await requireRight("deassign");
  const parsed = read(form);
  if (!parsed.success) return { ok: false, message: "That server no longer exists." };
  const { mailServerId, serverIds } = parsed.data;
  const mail = await getMailServer(db, mailServerId);
  if (!mail) return gone;
  const servers = (await listAssignedTo(db, [mailServerId])).filter(({ serverId }) => serverIds.includes(serverId));
  if (servers.length === 0)
    return { ok: false, message: "None of these servers is assigned to this mail server any more." };
  const name = servers.length === 1 ? servers[0]?.name : mail.name;
  if (
    String(form.get("name") ?? "")
      .trim()
      .toLowerCase() !== name?.toLowerCase()
  ) {
    return { ok: false, field: "name", message: `That is not the name. Type ${name} to confirm.` };
  }
  await db.transaction(async (tx) => {
    await deassignServers(tx, { mailServerId, serverIds, by: admin.login });
    await enqueueReconciles(
      tx,
      servers.map(({ serverId }) => serverId),
    );
  });
  revalidatePath("/mail", "layout");
  redirect(`/mail/${mailServerId}`);
}

/** New and changed accounts synchronize by themselves, or wait until somebody asks. */
export async function setRhythm(_before: ActionResult | null, form: FormData): Promise<ActionResult> {
  const admin = await requireRight("mail-servers.change");
  const parsed = z
    .object({ id, automatic: z.enum(["on", "off"]) })
    .safeParse({ id: form.get("mailServer"), automatic: form.get("automatic") });
  if (!parsed.success) return gone;
  const automatic = parsed.data.automatic === "on";
  const named = await db.transaction((tx) => setAutomatic(tx, { id: parsed.data.id, automatic, by: admin.login }));
  if (!named) return gone;
  revalidatePath("/mail", "layout");
  const message = automatic
    ? `${named.name} synchronizes by itself at every look.`
    : `${named.name} waits: what is new or changed is shown, and synchronized when somebody asks.`;
  return { ok: true, message };
}
