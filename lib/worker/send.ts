import { createHmac } from "node:crypto";
import { createTransport } from "nodemailer";
import { Agent, request } from "undici";
import { z } from "zod";
import { type findChannel, noteFailed, noteSent, targetContext } from "@/db/channels";
import type { Db } from "@/db/client";
import { hastenDeliveries } from "@/db/jobs";
import { env } from "@/lib/env";
import { clause } from "@/lib/format";
import { log } from "@/lib/log";
import { bodyOf, type Notice, subjectOf, textOf } from "@/lib/notices";
import { AddressRefused, judged, judgedLookup } from "@/lib/reach";
import { unseal } from "./keys";

type Channel = NonNullable<Awaited<ReturnType<typeof findChannel>>>;

/** Milliseconds for a whole delivery. */
const DEADLINE = 15_000;

/**
 * Sends a message to a channel, and notes whether it took it; if so, what waits for the channel follows at once. Throws an
 * Error whose message is a sentence for people, without any secret.
 */
export async function sendAndNote(db: Db, channel: Channel, notice: Notice): Promise<void> {
  try {
    await send(channel, notice);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    await noteFailed(db, channel.id, why);
    log().warn("notify.failed", { channel: channel.name, why });
    throw error;
  }
  await noteSent(db, channel.id);
  await hastenDeliveries(db, channel.id);
}

function send(channel: Channel, notice: Notice): Promise<void> {
  return channel.kind === "mail" ? sendMail(channel.leadsTo, notice) : sendToWebhook(channel, notice);
}

/** By the relay that whoever runs the console has set: it is theirs to choose, so its address is not judged. */
async function sendMail(to: string, notice: Notice): Promise<void> {
  const { mailRelay, mailFrom, publicUrl } = env();
  if (!mailRelay || !mailFrom)
    throw new Error("No mail can be sent: MAIL_RELAY and MAIL_FROM are not set for the worker.");
  const { username, password, hostname, port, protocol } = new URL(mailRelay);
  const secure = protocol === "smtps:";
  // One on this machine often has a certificate that nobody vouches for, and nothing that is said to it leaves.
  const here = /^(localhost|127\..*|\[::1\])$/.test(hostname);
  const transport = createTransport({
    host: hostname.replace(/^\[|\]$/g, ""),
    port: Number(port) || (secure ? 465 : 587),
    secure,
    ...(username ? { auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) } } : {}),
    connectionTimeout: DEADLINE,
    greetingTimeout: DEADLINE,
    socketTimeout: DEADLINE,
    ignoreTLS: here,
    // A password never travels in the open.
    requireTLS: !secure && username !== "" && !here,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  try {
    await transport.sendMail({
      from: { name: "Centralized Mail", address: mailFrom },
      to: { name: "", address: to },
      subject: `[Centralized Mail] ${subjectOf(notice)}`,
      text: textOf(notice, publicUrl),
      // Nobody's holiday note answers a program.
      headers: { "Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All" },
    });
  } catch (error) {
    throw new Error(`The mail relay did not take the message: ${clause(sentence(error))}.`, { cause: error });
  } finally {
    transport.close();
  }
}

const target = z.object({ url: z.url(), key: z.string() });

/** Where a webhook leads and what its messages are signed with. */
export type Target = z.infer<typeof target>;

async function sendToWebhook({ seal, sealedTarget, leadsTo }: Channel, notice: Notice): Promise<void> {
  if (!sealedTarget) throw new Error("The webhook has no address: remove it, and add it anew.");
  const { url, key } = target.parse(JSON.parse(unseal(sealedTarget, targetContext(seal)).reveal()));
  const body = bodyOf(notice, env().publicUrl);
  const time = Math.floor(Date.now() / 1000);
  const dispatcher = new Agent({ connect: { lookup: judgedLookup, timeout: DEADLINE } });
  try {
    judged(new URL(url).hostname.replace(/^\[|\]$/g, ""));
    // A redirect is not followed: it would lead where nobody has said.
    const answer = await request(url, {
      method: "POST",
      dispatcher,
      headers: {
        "content-type": "application/json",
        "user-agent": "centralized-mail",
        "centralized-mail-signature": `t=${time},v1=${signatureOf(key, time, body)}`,
      },
      body,
      signal: AbortSignal.timeout(DEADLINE),
    });
    await answer.body.dump({ limit: 65_536 });
    if (answer.statusCode >= 300) throw new Unwelcome(`${leadsTo} answers with HTTP ${answer.statusCode}`);
  } catch (error) {
    if (error instanceof Unwelcome || error instanceof AddressRefused) throw new Error(`${error.message}.`);
    throw new Error(`${leadsTo} cannot be reached: ${reason(error)}.`);
  } finally {
    await dispatcher.destroy();
  }
}

class Unwelcome extends Error {}

/** HMAC-SHA-256 in hex over the time in seconds, a full stop, and the body. */
export function signatureOf(key: string, time: number, body: string): string {
  return createHmac("sha256", key).update(`${time}.${body}`).digest("hex");
}

const sentence = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).split("\n", 1).join("").slice(0, 300);

/** The cause in a word or two: what libraries say may hold the URL, which may be a secret. */
function reason(error: unknown): string {
  const { code, name } = error as Record<string, unknown>;
  if (name === "TimeoutError" || name === "AbortError") return `no answer within ${DEADLINE / 1000} s`;
  return typeof code === "string" ? code : "the connection failed";
}
