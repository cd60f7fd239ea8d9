"use server";

import { z } from "zod";
import { getServer } from "@/db/server";
import { requestFacts, requireRight } from "@/lib/access/session";
import { ask } from "@/lib/ask";
import { db } from "@/lib/database";

export type PanelDoor = { ok: true; url: string; token: string } | { ok: false; message: string };

const given = z.object({
  serverId: z.coerce.number().int().positive(),
  login: z.string().max(100).optional(),
  startingUrl: z.string().max(500).startsWith("/").optional(),
});

/** Asks for a one-time session for this browser's address; the worker writes that down before it makes one. */
export async function openPanel(_before: PanelDoor | null, form: FormData): Promise<PanelDoor> {
  const admin = await requireRight("panels.open");
  const parsed = given.safeParse(Object.fromEntries(form));
  const server = parsed.success ? await getServer(db, parsed.data.serverId) : null;
  if (!parsed.success || !server) return { ok: false, message: "That server no longer exists." };
  const { login, startingUrl } = parsed.data;
  const { address } = await requestFacts();
  const asked = await ask(
    "panel-session",
    { serverId: server.id, userIp: address, login, startingUrl },
    { by: admin.login, secretAnswer: true },
  );
  if (!asked.ok) return { ok: false, message: asked.message };
  const { url, token } = asked.secret ?? {};
  if (!url || !token) return { ok: false, message: `The panel of ${server.name} gave no session. Try again.` };
  return { ok: true, url, token };
}
