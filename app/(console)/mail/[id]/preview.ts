import { z } from "zod";
import { getQuestion } from "@/db/questions";
import { db } from "@/lib/database";

export const wishes = ["assigned", "deassigned", "synchronize"] as const;
export type PreviewWish = (typeof wishes)[number];

const amount = z.number().default(0);
const lines = z.array(z.string()).default([]);
const server = z.object({
  serverId: z.number(),
  name: z.string(),
  clients: amount,
  derivedLogins: amount,
  domains: amount,
  aliases: amount,
  addresses: amount,
  needsYou: z
    .array(z.object({ account: z.string(), kind: z.string(), code: z.string(), detail: z.string().nullish() }))
    .default([]),
  // Without these two numbers it would look as if nothing waited and nothing were done.
  needs: z.array(z.object({ code: z.string(), clients: z.number(), domains: z.number() })),
  operationCount: z.number(),
  changes: z.object({ source: lines, central: lines }).default({ source: [], central: [] }),
  licence: z.object({ used: z.number(), limit: z.number().nullable() }).nullish(),
  /** Seconds. */
  ttl: amount,
  drainSeconds: amount,
  buildSeconds: amount,
  problems: lines,
  operations: z.array(z.object({ account: z.string(), reason: z.string(), summary: z.string() })).default([]),
});
const answered = z.object({ servers: z.array(server) });
const asked = z.object({ mailServerId: z.number(), serverIds: z.array(z.number()), wish: z.enum(wishes) });

export type ServerPreview = z.output<typeof server>;
export type Preview =
  | { state: "none" }
  | { state: "waiting"; step: string | null; since: Date; serverIds: number[] }
  | { state: "failed"; message: string; serverIds: number[] }
  | { state: "ready"; servers: ServerPreview[]; serverIds: number[]; at: Date };

/** The preview that the address names; "none" when it is gone, or was asked for something else. */
export async function readPreview(id: string | undefined, mailServerId: number, wish: PreviewWish): Promise<Preview> {
  const question = id ? await getQuestion(db, id) : null;
  const what = asked.safeParse(question?.payload);
  if (question?.kind !== "preview" || !what.success) return { state: "none" };
  if (what.data.mailServerId !== mailServerId || what.data.wish !== wish) return { state: "none" };
  const { serverIds } = what.data;
  if (!question.answeredAt) return { state: "waiting", step: question.step, since: question.askedAt, serverIds };
  const answer = answered.safeParse(question.answer);
  if (question.error !== null || !answer.success) {
    const message = question.error ?? "The preview came back in a form that cannot be shown. Ask for it again.";
    return { state: "failed", message, serverIds };
  }
  return { state: "ready", servers: answer.data.servers, serverIds, at: question.answeredAt };
}
