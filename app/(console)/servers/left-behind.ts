import { z } from "zod";
import type { Question } from "@/db/questions";

const answered = z.object({ name: z.string(), warning: z.string() });

export type LeftBehind = z.infer<typeof answered>;

/** What is still to be done by hand for a server that was unregistered; null for nothing, and for another question. */
export function leftBehind(question: Pick<Question, "kind" | "answer"> | null): LeftBehind | null {
  return question?.kind === "unregister" ? (answered.safeParse(question.answer).data ?? null) : null;
}
