import { and, eq, isNull, sql } from "drizzle-orm";
import type { Database, Db } from "./client";
import { questions } from "./schema";

export type Question = typeof questions.$inferSelect;

/** What the worker says: words on the way, and in the end an answer or why there is none. */
export type Reply =
  | { answer: Record<string, unknown>; sealedAnswer?: string }
  | { error: string; answer?: Record<string, unknown> };

/** The channel on which an answered question's id is called out. */
const channel = "questions";

export async function insertQuestion(
  db: Db,
  values: Pick<Question, "id" | "kind" | "payload" | "sealed" | "replyKey" | "askedBy">,
): Promise<void> {
  await db.insert(questions).values(values);
}

/** What a page shows of a question: never what was sealed with it. */
export async function getQuestion(
  db: Db,
  id: string,
): Promise<Pick<
  Question,
  "id" | "kind" | "payload" | "askedBy" | "askedAt" | "step" | "answeredAt" | "answer" | "error"
> | null> {
  if (!/^[0-9a-f-]{36}$/.test(id)) return null;
  const [row] = await db
    .select({
      id: questions.id,
      kind: questions.kind,
      payload: questions.payload,
      askedBy: questions.askedBy,
      askedAt: questions.askedAt,
      step: questions.step,
      answeredAt: questions.answeredAt,
      answer: questions.answer,
      error: questions.error,
    })
    .from(questions)
    .where(eq(questions.id, id));
  return row ?? null;
}

/** For the worker: the whole question, unless it is answered already. Its sealed part leaves the database with this. */
export async function takeQuestion(db: Db, id: string): Promise<Question | null> {
  return db.transaction(async (tx) => {
    const [row] = await tx
      .select()
      .from(questions)
      .where(and(eq(questions.id, id), isNull(questions.answeredAt)))
      .for("update");
    if (row?.sealed) await tx.update(questions).set({ sealed: null }).where(eq(questions.id, id));
    return row ?? null;
  });
}

/** Words for people while it is worked on. */
export async function tellStep(db: Db, id: string, step: string): Promise<void> {
  await db
    .update(questions)
    .set({ step })
    .where(and(eq(questions.id, id), isNull(questions.answeredAt)));
}

/** The first answer stands. */
export async function answerQuestion(db: Db, id: string, reply: Reply): Promise<void> {
  await db.transaction(async (tx) => {
    const answered = await tx
      .update(questions)
      .set({ ...reply, sealed: null, step: null, answeredAt: sql`now()` })
      .where(and(eq(questions.id, id), isNull(questions.answeredAt)))
      .returning({ id: questions.id });
    if (answered.length > 0) await tx.execute(sql`select pg_notify(${channel}, ${id})`);
  });
}

/** Waits until a question is answered: null after `timeoutMs`. Woken by the database, with a slow look as a fallback. */
export async function awaitAnswer(
  db: Database,
  id: string,
  timeoutMs: number,
): Promise<Pick<Question, "answer" | "sealedAnswer" | "error"> | null> {
  const until = Date.now() + timeoutMs;
  let wake = () => {};
  const listening = await db.$client.listen(
    channel,
    (answered) => answered === id && wake(),
    () => wake(),
  );
  try {
    for (;;) {
      const woken = new Promise<void>((resolve) => {
        wake = resolve;
      });
      const [row] = await db
        .select({ answer: questions.answer, sealedAnswer: questions.sealedAnswer, error: questions.error })
        .from(questions)
        .where(and(eq(questions.id, id), sql`${questions.answeredAt} is not null`));
      if (row) return row;
      const left = until - Date.now();
      if (left <= 0) return null;
      await Promise.race([woken, pause(Math.min(left, 1000))]);
    }
  } finally {
    await listening.unlisten();
  }
}

/** A secret answer is read once: the row keeps none of it. */
export async function forgetSecretAnswer(db: Db, id: string): Promise<void> {
  await db.update(questions).set({ sealedAnswer: null }).where(eq(questions.id, id));
}

/** Questions are a conversation, not a record: an hour after the answer they go, unanswered after a day. */
export async function pruneQuestions(db: Db): Promise<void> {
  await db
    .delete(questions)
    .where(sql`${questions.answeredAt} < now() - interval '1 hour' or ${questions.askedAt} < now() - interval '1 day'`);
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
