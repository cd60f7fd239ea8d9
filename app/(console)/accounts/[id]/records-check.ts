import { z } from "zod";
import { getQuestion } from "@/db/questions";
import { db } from "@/lib/database";
import type { CheckedRecord } from "@/lib/wanted-records";

export interface RecordsCheck {
  checked: CheckedRecord[];
  at: Date;
}

const answered = z.object({
  checked: z.array(
    z.object({
      name: z.string(),
      type: z.enum(["MX", "TXT", "CNAME"]),
      state: z.enum(["right", "different", "missing", "unknown"]),
      found: z.string(),
    }),
  ),
});

/** What was found in DNS when it was last asked; null when it was not, or of another account. */
export async function readRecordsCheck(id: string | undefined, accountId: number): Promise<RecordsCheck | null> {
  const question = id ? await getQuestion(db, id) : null;
  if (question?.kind !== "records" || question.payload.accountId !== accountId || !question.answeredAt) return null;
  const answer = answered.safeParse(question.answer).data;
  return answer ? { ...answer, at: question.answeredAt } : null;
}
