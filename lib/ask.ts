import { randomUUID } from "node:crypto";
import type { Db } from "@/db/client";
import { enqueueAnswer } from "@/db/jobs";
import { awaitAnswer, forgetSecretAnswer, insertQuestion } from "@/db/questions";
import { db } from "./database";
import { needed } from "./env";
import { type Answers, answerContext, type GivenCredential, type Kind, type Payload, sealedContext } from "./questions";
import { makeKeyPair, open, Secret, seal } from "./secrets";

/** Questions to panels, asked by the web process and answered by the worker. */

export interface AskOptions {
  /** The administrator's login. */
  by: string;
  /** A credential that only the worker may read. */
  sealed?: GivenCredential;
  /** Ask for an answer that only this process can read; it comes as `secret`. */
  secretAnswer?: boolean;
  /** Default 30 s. */
  timeoutMs?: number;
}

export type Asked<K extends Kind> =
  /** `id` is the question's, for a page that shows the answer. */
  | { ok: true; id: string; answer: Answers[K]; secret?: Record<string, string> }
  /** `field` names the input that the message belongs to, where it belongs to one. */
  | { ok: false; message: string; field?: string };

/** Asks and waits. A fault is a sentence that says what happened and what to do. */
export async function ask<K extends Kind>(kind: K, payload: Payload<K>, options: AskOptions): Promise<Asked<K>> {
  const reply = options.secretAnswer ? makeKeyPair() : undefined;
  const id = await db.transaction((tx) => insert(tx, kind, payload, options, reply?.publicKey));
  const answered = await awaitAnswer(db, id, options.timeoutMs ?? 30_000);
  if (!answered)
    return { ok: false, message: "The worker has not answered yet. Look whether it runs, then try again." };
  if (answered.error !== null) {
    const field = answered.answer?.field;
    return { ok: false, message: answered.error, ...(typeof field === "string" && { field }) };
  }
  const answer = answered.answer as unknown as Answers[K];
  if (!reply || !answered.sealedAnswer) return { ok: true, id, answer };
  await forgetSecretAnswer(db, id);
  const secret: Record<string, string> = JSON.parse(
    open(reply.privateKey, answered.sealedAnswer, answerContext(id)).reveal(),
  );
  return { ok: true, id, answer, secret };
}

/** Asks only, and answers the question's id, for a page that shows `step` and then `answer` by `getQuestion`. */
export async function askLater<K extends Kind>(
  kind: K,
  payload: Payload<K>,
  options: Pick<AskOptions, "by" | "sealed">,
): Promise<string> {
  return db.transaction((tx) => insert(tx, kind, payload, options));
}

async function insert<K extends Kind>(
  tx: Db,
  kind: K,
  payload: Payload<K>,
  { by, sealed }: Pick<AskOptions, "by" | "sealed">,
  replyKey?: string,
): Promise<string> {
  const id = randomUUID();
  await insertQuestion(tx, {
    id,
    kind,
    payload: payload as Record<string, unknown>,
    sealed: sealed ? seal(needed("workerPublicKey"), new Secret(JSON.stringify(sealed)), sealedContext(id)) : null,
    replyKey: replyKey ?? null,
    askedBy: by,
  });
  await enqueueAnswer(tx, id);
  return id;
}
