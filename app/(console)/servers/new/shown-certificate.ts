import { z } from "zod";

const answered = z.object({
  host: z.string(),
  port: z.number(),
  fingerprint: z.string(),
  subject: z.string(),
  validFrom: z.coerce.date(),
  validTo: z.coerce.date(),
  vouched: z.boolean(),
  registeredAs: z.object({ id: z.number(), name: z.string() }).nullable(),
});

export type ShownCertificate = z.infer<typeof answered>;

/** What an address showed when it was asked for its certificate; null when the answer is of another kind. */
export function shownCertificate(answer: Record<string, unknown> | null): ShownCertificate | null {
  return answered.safeParse(answer).data ?? null;
}
