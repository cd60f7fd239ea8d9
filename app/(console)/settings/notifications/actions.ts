"use server";

import { randomBytes, randomUUID } from "node:crypto";
import { isIP } from "node:net";
import { revalidatePath } from "next/cache";
import { z } from "zod";
import type { ActionResult } from "@/app/_ui/action-form";
import { record } from "@/db/audit";
import { addChannel, listChannels, removeChannel, targetContext } from "@/db/channels";
import { requireRight } from "@/lib/access/session";
import { ask } from "@/lib/ask";
import { db } from "@/lib/database";
import { env, needed } from "@/lib/env";
import { refusal } from "@/lib/reach";
import { seal } from "@/lib/secrets";

const page = "/settings/notifications";
/** More people than this are told by a mailing list. */
const MOST = 20;

const given = z.object({
  kind: z.enum(["mail", "webhook"]).catch("webhook"),
  name: z.string().trim().min(1, "Say who that is.").max(60, "Give a shorter name."),
  target: z.string().trim().min(1, "Say where that is.").max(1000, "This address is too long."),
  what: z.enum(["all", "grave"]).catch("all"),
});

export async function add(_before: ActionResult | null, form: FormData): Promise<ActionResult> {
  const admin = await requireRight("channels.change");
  const typed = { name: String(form.get("name") ?? "") };
  const refuse = (message: string, field: string): ActionResult => ({ ok: false, message, field, typed });
  const parsed = given.safeParse(Object.fromEntries(form));
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    return refuse(issue?.message ?? "Fill in every field.", issue?.path.join(".") ?? "name");
  }
  const { kind, name, target, what } = parsed.data;
  const place = kind === "mail" ? mailPlace(target) : webhookPlace(target);
  if ("fault" in place) return refuse(place.fault, "target");
  if ((await listChannels(db)).length >= MOST) return refuse(`There are ${MOST} already: remove one first.`, "name");

  const id = randomUUID();
  // Signs what is sent, so that the receiver knows that it comes from here.
  const key = randomBytes(32).toString("base64url");
  const sealedTarget =
    kind === "mail" ? null : seal(needed("workerPublicKey"), JSON.stringify({ url: target, key }), targetContext(id));
  await db.transaction(async (tx) => {
    const { leadsTo } = place;
    await addChannel(tx, {
      kind,
      name,
      leadsTo,
      sealedTarget,
      seal: id,
      graveOnly: what === "grave",
      createdBy: admin.login,
    });
    await record(tx, { actor: admin.login, event: "channel.added", target: name, detail: { kind, leadsTo } });
  });
  revalidatePath(page);
  const added = `${name} is told from now on; send a test.`;
  return { ok: true, message: kind === "mail" ? added : `${added} The signing key, shown only now: ${key}` };
}

type Place = { leadsTo: string } | { fault: string };

function mailPlace(target: string): Place {
  if (!env().mailFrom) return { fault: "No mail can be sent: set MAIL_RELAY and MAIL_FROM first." };
  return z.email().safeParse(target).success ? { leadsTo: target } : { fault: "This is no mail address." };
}

function webhookPlace(target: string): Place {
  const url = URL.canParse(target) ? new URL(target) : null;
  if (!url || !["https:", "http:"].includes(url.protocol)) return { fault: "Give a URL that begins with https://." };
  if (url.username || url.password) return { fault: "Leave login and password out of the URL." };
  const host = url.hostname.replace(/^\[|\]$/g, "");
  const why = isIP(host) ? refusal(host) : null;
  if (why) return { fault: `${why}, and in no network that is opened in ALLOWED_NETWORKS.` };
  // Without TLS only where nothing leaves the operator's own networks.
  const inside = isIP(host) !== 0 && refusal(host, []) !== null;
  if (url.protocol === "http:" && !inside)
    return { fault: "Give a URL that begins with https://: it may hold a secret." };
  return { leadsTo: url.host };
}

const chosen = z.coerce.number().int().positive().max(2_147_483_647);

export async function test(_before: ActionResult | null, form: FormData): Promise<ActionResult> {
  const admin = await requireRight("channels.change");
  const id = chosen.safeParse(form.get("id"));
  if (!id.success) return { ok: false, message: "It was removed meanwhile." };
  const sent = await ask("test-channel", { channelId: id.data }, { by: admin.login });
  revalidatePath(page);
  return sent.ok ? { ok: true, message: `Sent to ${sent.answer.leadsTo}.` } : { ok: false, message: sent.message };
}

export async function remove(_before: ActionResult | null, form: FormData): Promise<ActionResult> {
  const admin = await requireRight("channels.change");
  const id = chosen.safeParse(form.get("id"));
  const name = await db.transaction(async (tx) => {
    const removed = id.success ? await removeChannel(tx, id.data) : null;
    if (removed) await record(tx, { actor: admin.login, event: "channel.removed", target: removed });
    return removed;
  });
  revalidatePath(page);
  return name ? { ok: true, message: `${name} is told no more.` } : { ok: false, message: "It was removed already." };
}
