import { z } from "zod";
import type { Account } from "@/db/account";

/** What is stored of a domain or client on either side, as far as this page shows it. */
const mx = z.object({ host: z.string(), preference: z.number() });
const catchAll = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("reject") }),
  z.object({ kind: z.literal("bounce"), text: z.string() }),
  z.object({ kind: z.literal("forward"), address: z.string() }),
]);

const domain = z.object({
  name: z.string(),
  owner: z.string().nullable(),
  suspended: z.boolean(),
  mailService: z.boolean(),
  catchAll,
  aliases: z.array(z.object({ name: z.string(), mail: z.boolean() })),
  addresses: z.object({ mailboxes: z.number(), forwards: z.number(), total: z.number() }),
  zones: z.array(z.object({ name: z.string(), mx: z.array(mx), ttl: z.number(), served: z.boolean() })).default([]),
});

const client = z.object({
  login: z.string(),
  name: z.string(),
  company: z.string(),
  email: z.string(),
  suspended: z.boolean(),
});

export type DomainFacts = z.infer<typeof domain>;
export type ClientFacts = z.infer<typeof client>;
export type Mx = z.infer<typeof mx>;

export const domainFacts = (stored: unknown): DomainFacts | null => domain.safeParse(stored).data ?? null;
export const clientFacts = (stored: unknown): ClientFacts | null => client.safeParse(stored).data ?? null;

/** What a snapshot's part recorded: a domain's mail service, or the MX of one zone. */
export const recordedMail = (data: unknown) =>
  z.object({ mailService: z.boolean(), catchAll, addresses: z.array(z.string()) }).safeParse(data).data ?? null;
export const recordedZone = (data: unknown) =>
  z.object({ zone: z.string(), ttl: z.number(), mx: z.array(mx) }).safeParse(data).data ?? null;

/** Its mail was off when it came, so nothing was moved: the account stands, with its mail off on both servers. */
export const nothingMoved = ({ stage, stageTimes }: Pick<Account, "stage" | "stageTimes">): boolean =>
  stage === "assigned" && stageTimes.switching === undefined;

/** Its mail goes to a third place: the mail server has it with its mail off, and nothing was changed at home. */
export const isKeptAway = ({ stage, problem }: Pick<Account, "stage" | "problem">): boolean =>
  stage === "building" && problem === "third-place";

export const mxWords = ({ preference, host }: Mx) => `${preference} ${host}`;

export function catchAllWords(value: DomainFacts["catchAll"]): string {
  if (value.kind === "forward") return `forward to ${value.address}`;
  return value.kind === "bounce" ? "bounce with a message" : "reject";
}
