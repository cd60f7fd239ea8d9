"use server";

import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { z } from "zod";
import type { ActionResult } from "@/app/_ui/action-form";
import { url } from "@/app/_ui/listing";
import { record } from "@/db/audit";
import { enqueueProbe, enqueueReconcile } from "@/db/jobs";
import { awaitAnswer } from "@/db/questions";
import { editServer, findAddress, getServer, type Server, setMaintenance, wishForServer } from "@/db/server";
import { requireRight } from "@/lib/access/session";
import { ask, askLater } from "@/lib/ask";
import { db } from "@/lib/database";
import { count, counted } from "@/lib/format";
import { hostField } from "../host-field";
import { labelsField } from "../labels";

const gone: ActionResult = { ok: false, message: "That server no longer exists." };

async function serverOf(form: FormData): Promise<Server | null> {
  const id = z.coerce.number().int().positive().max(2_147_483_647).safeParse(form.get("serverId"));
  return id.success ? getServer(db, id.data) : null;
}

export async function testConnection(_before: ActionResult | null, form: FormData): Promise<ActionResult> {
  const admin = await requireRight("synchronize");
  const server = await serverOf(form);
  if (!server) return gone;
  const asked = await ask("test", { serverId: server.id }, { by: admin.login });
  await enqueueProbe(db, server.id);
  revalidatePath(`/servers/${server.id}`);
  if (!asked.ok) return { ok: false, message: asked.message };
  const { version, clients, domains, latency } = asked.answer;
  return {
    ok: true,
    message: `Answers in ${count(latency)} ms: Plesk ${version}, ${counted(clients, "client")}, ${counted(domains, "domain")}.`,
  };
}

async function wish(deed: "refresh" | "synchronize", form: FormData): Promise<ActionResult> {
  const admin = await requireRight("synchronize");
  const server = await serverOf(form);
  if (!server) return gone;
  const wished = await db.transaction(async (tx) => {
    if (!(await wishForServer(tx, deed, { serverId: server.id, by: admin.login }))) return false;
    const event = deed === "refresh" ? "server.refreshed" : "server.synchronized";
    await record(tx, { actor: admin.login, event, target: server.name, detail: { serverId: server.id } });
    await enqueueReconcile(tx, server.id);
    await enqueueProbe(tx, server.id);
    return true;
  });
  revalidatePath(`/servers/${server.id}`);
  if (!wished) return { ok: false, message: `${server.name} is not assigned to a mail server. Assign it first.` };
  return { ok: true, message: deed === "refresh" ? "It is being looked at." : "It is being synchronized." };
}

export async function refresh(_before: ActionResult | null, form: FormData): Promise<ActionResult> {
  return wish("refresh", form);
}

export async function synchronize(_before: ActionResult | null, form: FormData): Promise<ActionResult> {
  return wish("synchronize", form);
}

export async function setServerMaintenance(_before: ActionResult | null, form: FormData): Promise<ActionResult> {
  const admin = await requireRight("servers.change");
  const server = await serverOf(form);
  if (!server) return gone;
  const on = form.get("on") === "yes";
  await db.transaction(async (tx) => {
    const event = on ? "server.maintenance-began" : "server.maintenance-ended";
    await record(tx, { actor: admin.login, event, target: server.name, detail: { serverId: server.id } });
    await setMaintenance(tx, server.id, on ? admin.login : null);
    if (!on && server.assignedTo !== null) await enqueueReconcile(tx, server.id);
  });
  revalidatePath("/", "layout");
  return { ok: true, message: on ? "Maintenance is on." : "Maintenance is off." };
}

export async function makeNewKey(_before: ActionResult | null, form: FormData): Promise<ActionResult> {
  const admin = await requireRight("servers.keys");
  const server = await serverOf(form);
  if (!server) return gone;
  const asked = await ask("new-key", { serverId: server.id }, { by: admin.login });
  if (!asked.ok) return { ok: false, message: asked.message };
  const { warning } = asked.answer;
  return warning === null
    ? { ok: true, message: `${server.name} has a new secret key; the old one no longer opens it.` }
    : { ok: true, message: `${server.name} has a new secret key.`, warning };
}

const port = (name: string) => z.coerce.number(name).int(name).min(1, name).max(65_535, name);
const wrongPort = "A port is a number between 1 and 65535.";
const edited = z.object({
  name: z.string().trim().min(1, "Give the server a name.").max(100, "Give a shorter name."),
  host: hostField,
  port: port(wrongPort),
  smtpPort: port(wrongPort),
  imapPort: port(wrongPort),
  pop3Port: port(wrongPort),
  labels: labelsField,
});

export async function saveServer(_before: ActionResult | null, form: FormData): Promise<ActionResult> {
  const admin = await requireRight("servers.change");
  const server = await serverOf(form);
  if (!server) return gone;
  const parsed = edited.safeParse(Object.fromEntries(form));
  const typed = Object.fromEntries([...form].map(([name, value]) => [name, String(value)]));
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    return { ok: false, message: issue?.message ?? "Fill in every field.", field: issue?.path.join("."), typed };
  }
  const taken = await findAddress(db, server.id, parsed.data.host, parsed.data.port);
  if (taken) return { ok: false, message: `${taken} is registered with this address.`, field: "host", typed };
  await db.transaction(async (tx) => {
    const detail = { serverId: server.id, ...parsed.data };
    await record(tx, { actor: admin.login, event: "server.edited", target: server.name, detail });
    await editServer(tx, server.id, parsed.data);
    await enqueueProbe(tx, server.id);
  });
  redirect(`/servers/${server.id}`);
}

/** Reads the certificate that the server shows now; the page compares it with the confirmed one. */
export async function readAgain(_before: ActionResult | null, form: FormData): Promise<ActionResult> {
  const admin = await requireRight("servers.keys");
  const server = await serverOf(form);
  if (!server) return gone;
  const id = await askLater("certificate", { host: server.host, port: server.port }, { by: admin.login });
  await awaitAnswer(db, id, 10_000);
  redirect(url(`/servers/${server.id}/certificate`, { certificate: id }));
}

export async function acceptCertificate(_before: ActionResult | null, form: FormData): Promise<ActionResult> {
  const admin = await requireRight("servers.keys");
  const server = await serverOf(form);
  if (!server) return gone;
  if (form.get("confirmed") !== "yes")
    return { ok: false, message: "Compare the fingerprint first, then tick the box." };
  const fingerprint = String(form.get("fingerprint") ?? "");
  const followsAuthority = form.get("follows") === "yes";
  const given = { serverId: server.id, fingerprint, followsAuthority };
  const asked = await ask("accept-certificate", given, { by: admin.login });
  if (!asked.ok) return { ok: false, message: asked.message };
  redirect(`/servers/${server.id}`);
}

export async function unregister(_before: ActionResult | null, form: FormData): Promise<ActionResult> {
  const admin = await requireRight("servers.keys");
  const server = await serverOf(form);
  if (!server) return gone;
  if (String(form.get("name") ?? "").trim() !== server.name)
    return { ok: false, message: `Type the server's name as it is written here: ${server.name}`, field: "name" };
  const asked = await ask("unregister", { serverId: server.id }, { by: admin.login });
  if (!asked.ok) return { ok: false, message: asked.message };
  // The list says what is left to do, by the question: words in an address could be anybody's.
  redirect(url("/servers", { unregistered: asked.answer.warning === null ? undefined : asked.id }));
}
