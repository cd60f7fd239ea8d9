import type { Task } from "graphile-worker";
import { z } from "zod";
import type { Database } from "@/db/client";
import { answerQuestion, type Question, type Reply, takeQuestion, tellStep } from "@/db/questions";
import { db } from "@/lib/database";
import { log } from "@/lib/log";
import { PleskError } from "@/lib/plesk/errors";
import { answerContext, type GivenCredential, type Kind, payloads, sealedContext } from "@/lib/questions";
import { seal } from "@/lib/secrets";
import { acceptCertificate, certificate } from "./certificate";
import { testChannel } from "./channel-test";
import { testConnection } from "./connection";
import { unseal } from "./keys";
import { newKey } from "./new-key";
import { panelSession } from "./panel-session";
import { preview } from "./preview";
import type { Handler } from "./question";
import { records } from "./records";
import { Refusal } from "./refusal";
import { register } from "./register";
import { unregister } from "./unregister";

const handlers: { [K in Kind]: Handler<K> } = {
  certificate,
  register,
  test: testConnection,
  "accept-certificate": acceptCertificate,
  "panel-session": panelSession,
  "new-key": newKey,
  preview,
  records,
  "test-channel": testChannel,
  unregister,
};

const job = z.object({ questionId: z.uuid() });
const credential = z.union([z.object({ password: z.string().min(1) }), z.object({ key: z.string().min(1) })]);

/** The job: answers one question. It never fails: whatever happens, the person who waits is told. */
export const answer: Task = async (payload) => {
  const { questionId } = job.parse(payload);
  const question = await takeQuestion(db, questionId);
  if (question) await answerQuestion(db, questionId, await replyTo(db, question));
};

async function replyTo(db: Database, question: Question): Promise<Reply> {
  const { kind } = question;
  try {
    if (!isKind(kind)) throw new Refusal(`Nobody here can answer “${kind}”.`);
    return await handle(db, kind, question);
  } catch (error) {
    if (error instanceof Refusal) return { error: error.message, answer: error.field ? { field: error.field } : {} };
    if (error instanceof z.ZodError) {
      const [fault] = error.issues;
      return {
        error: fault?.message ?? "The form is not filled in rightly.",
        answer: { field: fault?.path.join(".") },
      };
    }
    if (error instanceof PleskError) return { error: error.message };
    log().error("question.failed", { kind, question: question.id, error });
    return { error: "That went wrong on our side; the worker's log tells why. Try again." };
  }
}

async function handle<K extends Kind>(db: Database, kind: K, question: Question): Promise<Reply> {
  const handler: Handler<K> = handlers[kind];
  let sealedAnswer: string | undefined;
  const answered = await handler({
    db,
    payload: payloads[kind].parse(question.payload) as Parameters<Handler<K>>[0]["payload"],
    by: question.askedBy,
    credential: credentialIn(question),
    tell: (step) => tellStep(db, question.id, step),
    answerInSecret(secret) {
      if (!question.replyKey) throw new Refusal("This answer is secret, and the question has no key to answer to.");
      sealedAnswer = seal(question.replyKey, JSON.stringify(secret), answerContext(question.id));
    },
  });
  return { answer: answered as unknown as Record<string, unknown>, ...(sealedAnswer && { sealedAnswer }) };
}

function credentialIn({ id, sealed }: Question): GivenCredential | null {
  if (!sealed) return null;
  return credential.safeParse(JSON.parse(unseal(sealed, sealedContext(id)).reveal())).data ?? null;
}

function isKind(kind: string): kind is Kind {
  return Object.hasOwn(payloads, kind);
}
