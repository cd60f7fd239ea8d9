"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import type { ActionResult } from "@/app/_ui/action-form";
import { url } from "@/app/_ui/listing";
import { awaitAnswer, getQuestion } from "@/db/questions";
import { requireRight } from "@/lib/access/session";
import { ask, askLater } from "@/lib/ask";
import { db } from "@/lib/database";
import { hostField } from "../host-field";
import { shownCertificate } from "./shown-certificate";

const port = (name: string) =>
  z.coerce
    .number({ error: `The ${name} port is a number between 1 and 65535.` })
    .int(`The ${name} port is a whole number.`)
    .min(1, `The ${name} port is a number between 1 and 65535.`)
    .max(65_535, `The ${name} port is a number between 1 and 65535.`);

const address = z.object({
  host: hostField,
  port: port("panel's"),
  smtp: port("SMTP"),
  imap: port("IMAP"),
  pop3: port("POP3"),
});

function fault(error: z.ZodError, form: FormData): ActionResult {
  const issue = error.issues[0];
  const { credential, ...typed } = Object.fromEntries([...form].filter(([, value]) => typeof value === "string"));
  return {
    ok: false,
    message: issue?.message ?? "Fill in every field.",
    field: issue?.path.join("."),
    typed: typed as Record<string, string>,
  };
}

/** Looks at the certificate that an address shows; the page goes on with the answer. */
export async function readCertificate(_before: ActionResult | null, form: FormData): Promise<ActionResult> {
  const admin = await requireRight("servers.keys");
  const parsed = address.safeParse(Object.fromEntries(form));
  if (!parsed.success) return fault(parsed.error, form);
  const { host, port: panelPort, ...mail } = parsed.data;
  const id = await askLater("certificate", { host, port: panelPort }, { by: admin.login });
  const answered = await awaitAnswer(db, id, 10_000);
  if (answered?.error) {
    const field = answered.answer?.field === "port" ? "port" : "host";
    return { ok: false, message: answered.error, field, typed: { host, port: String(panelPort) } };
  }
  redirect(url("/servers/new", { certificate: id, ...mail }));
}

const credentials = z.object({
  certificate: z.uuid(),
  confirmed: z.literal("yes", "Compare the fingerprint first, then tick the box."),
  follows: z.literal("yes").optional(),
  kind: z.enum(["password", "key"]),
  login: z.string().trim().min(1, "Give the login of the panel's administrator.").max(100),
  credential: z.string().min(1, "Give the password or a secret key.").max(1000),
  name: z.string().trim().max(100, "Give a shorter name."),
  smtp: port("SMTP").default(25),
  imap: port("IMAP").default(143),
  pop3: port("POP3").default(110),
});

/** Registers the server whose certificate was confirmed. The credential is sealed here; only the worker can read it. */
export async function register(_before: ActionResult | null, form: FormData): Promise<ActionResult> {
  const admin = await requireRight("servers.keys");
  const parsed = credentials.safeParse(Object.fromEntries(form));
  if (!parsed.success) return fault(parsed.error, form);
  const { certificate: id, follows, kind, login, credential, name, smtp, imap, pop3 } = parsed.data;
  const certificate = shownCertificate((await getQuestion(db, id))?.answer ?? null);
  if (!certificate) return { ok: false, message: "The certificate was read too long ago. Go back and read it again." };
  const { host, port: panelPort, fingerprint } = certificate;
  const asked = await ask(
    "register",
    {
      host,
      port: panelPort,
      fingerprint,
      followsAuthority: follows === "yes",
      login,
      name: name || undefined,
      smtpPort: smtp,
      imapPort: imap,
      pop3Port: pop3,
    },
    {
      by: admin.login,
      sealed: kind === "password" ? { password: credential } : { key: credential },
      timeoutMs: 60_000,
    },
  );
  if (asked.ok) redirect(`/servers/${asked.answer.serverId}?registered=1`);
  const field = asked.field === "password" || asked.field === "key" ? "credential" : asked.field;
  const known = field === "credential" || field === "login" || field === "name";
  return { ok: false, message: asked.message, field: known ? field : undefined, typed: { login, name } };
}
