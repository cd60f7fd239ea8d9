"use server";

import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { z } from "zod";
import type { ActionResult } from "@/app/_ui/action-form";
import { record } from "@/db/audit";
import { enqueueReconcile } from "@/db/jobs";
import { labelServers } from "@/db/labels";
import { releaseServer } from "@/db/problems";
import { getServer, setMaintenance, wishForServer } from "@/db/server";
import type { Right } from "@/lib/access/rights";
import { requireRight } from "@/lib/access/session";
import { db } from "@/lib/database";
import { counted, listed } from "@/lib/format";
import { labelField } from "./labels";

const id = z.coerce.number().int().positive().max(2_147_483_647);
const chosen = z.array(id).min(1, "Select one or more Plesk servers first.").max(1000, "Select at most 1 000 servers.");

const named = (names: readonly string[]) => (names.length > 3 ? counted(names.length, "Plesk server") : listed(names));

/** What each button asks for beyond that; all others lead to the page that assigns. */
const asked: Partial<Record<string, Right>> = {
  label: "servers.change",
  unlabel: "servers.change",
  "begin-maintenance": "servers.change",
  "end-maintenance": "servers.change",
  refresh: "synchronize",
  synchronize: "synchronize",
  release: "release",
};

/** The buttons above the list, for the selected servers. */
export async function operateServers(_before: ActionResult | null, form: FormData): Promise<ActionResult> {
  const admin = await requireRight("synchronize");
  const ids = chosen.safeParse(form.getAll("server"));
  if (!ids.success) return { ok: false, message: ids.error.issues[0]?.message ?? "Select servers first." };
  const deed = String(form.get("deed"));
  await requireRight(asked[deed] ?? "assign");
  const said = await deeds(deed, ids.data, form, admin.login);
  revalidatePath("/", "layout");
  return said;
}

async function deeds(deed: string, ids: number[], form: FormData, by: string): Promise<ActionResult> {
  switch (deed) {
    case "label":
    case "unlabel":
      return label(deed, ids, form.get("label"), by);
    case "begin-maintenance":
    case "end-maintenance":
      return maintenance(deed === "begin-maintenance", ids, by);
    case "refresh":
    case "synchronize":
    case "release":
      return wish(deed, ids, by);
    default: {
      const mailServer = id.safeParse(form.get("mail"));
      if (!mailServer.success) return { ok: false, message: "Choose the mail server to assign them to." };
      redirect(`/mail/${mailServer.data}/assign?${new URLSearchParams(ids.map((one) => ["server", String(one)]))}`);
    }
  }
}

async function label(deed: "label" | "unlabel", ids: number[], given: unknown, by: string): Promise<ActionResult> {
  const read = labelField.safeParse(given);
  if (!read.success) return { ok: false, message: read.error.issues[0]?.message ?? "Give the label." };
  const word = read.data;
  const names = await db.transaction(async (tx) => {
    const changed = await labelServers(tx, ids, deed === "label" ? { add: word } : { remove: word });
    const event = deed === "label" ? "server.labelled" : "server.label-removed";
    for (const target of changed) await record(tx, { actor: by, event, target, detail: { label: word } });
    return changed;
  });
  if (names.length === 0)
    return {
      ok: false,
      message: deed === "label" ? `They all have “${word}” already.` : `None of them has “${word}”.`,
    };
  const verb = names.length === 1 ? "has" : "have";
  return {
    ok: true,
    message:
      deed === "label" ? `${named(names)} ${verb} the label “${word}”.` : `“${word}” is gone from ${named(names)}.`,
  };
}

async function maintenance(on: boolean, ids: number[], by: string): Promise<ActionResult> {
  const names = await db.transaction(async (tx) => {
    const done: string[] = [];
    // In the order of their ids, so that two administrators never wait for each other in a circle.
    for (const serverId of [...new Set(ids)].sort((a, b) => a - b)) {
      const name = await setMaintenance(tx, serverId, on ? by : null);
      if (name === null) continue;
      const event = on ? "server.maintenance-began" : "server.maintenance-ended";
      await record(tx, { actor: by, event, target: name, detail: { serverId } });
      if (!on) await enqueueReconcile(tx, serverId);
      done.push(name);
    }
    return done;
  });
  if (names.length === 0) return { ok: false, message: "These servers no longer exist." };
  return {
    ok: true,
    message: on
      ? `Nothing is changed on ${named(names)} until maintenance ends.`
      : `Maintenance ended on ${named(names)}.`,
  };
}

const events = { refresh: "server.refreshed", synchronize: "server.synchronized" } as const;
const wishes = {
  refresh: { said: "being looked at", none: "None of them is assigned to a mail server." },
  synchronize: { said: "being synchronized", none: "None of them is assigned to a mail server." },
  release: { said: "released at the next look", none: "None of them is in quarantine." },
} as const;

/** What one assigned server can be asked for, of several; those that it means nothing to are left out. */
async function wish(deed: keyof typeof wishes, ids: number[], by: string): Promise<ActionResult> {
  const { said, none } = wishes[deed];
  const names = await db.transaction(async (tx) => {
    const done: string[] = [];
    for (const serverId of [...new Set(ids)].sort((a, b) => a - b)) {
      const wished =
        deed === "release" ? await releaseServer(tx, serverId) : await wishForServer(tx, deed, { serverId, by });
      const server = wished ? await getServer(tx, serverId) : null;
      if (!server) continue;
      const entry = { actor: by, target: server.name };
      if (deed === "release")
        await record(tx, { ...entry, event: "server.released", detail: { serverId, reason: server.quarantineReason } });
      else await record(tx, { ...entry, event: events[deed], detail: { serverId } });
      await enqueueReconcile(tx, serverId);
      done.push(server.name);
    }
    return done;
  });
  if (names.length === 0) return { ok: false, message: none };
  return { ok: true, message: `${named(names)} ${names.length === 1 ? "is" : "are"} ${said}.` };
}
