import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import type { Account } from "@/db/account";
import type { AddressRow } from "@/db/addresses";
import type { Stage } from "@/db/schema";
import { listed } from "@/lib/format";

const stored = z.object({
  mailbox: z.unknown().nullable(),
  forwards: z.array(z.string()).nullable(),
  aliases: z.array(z.string()),
  autoresponder: z.object({ enabled: z.boolean() }).nullable(),
});

/** What an address is, in words: "mailbox, forwards to a and b". */
export function addressWords(address: unknown): string | null {
  const parsed = stored.safeParse(address).data;
  if (!parsed) return null;
  const parts = [
    parsed.mailbox ? "mailbox" : "",
    parsed.forwards?.length ? `forwards to ${listed(parsed.forwards)}` : "",
    parsed.aliases.length > 0 ? `also ${listed(parsed.aliases)}` : "",
    parsed.autoresponder?.enabled ? "autoresponder" : "",
  ].filter(Boolean);
  return parts.join(", ") || "off";
}

export type AddressState =
  | "same"
  | "different"
  | "not there yet"
  | "needs a password"
  /** Its owner made, changed or removed it on the mail server: that is theirs to do, and left so. */
  | "made there"
  | "changed there"
  | "removed there"
  /** Gone from the assigned server, kept on the mail server. */
  | "kept"
  | "gone";

/** Until a domain is assigned, an address that is gone from the mail server is made there again. */
const building: (Stage | null)[] = ["building", "proving", "switching", "draining", "closing"];

/** How an address stands. Whose doing a difference is tells what we wrote to the mail server last. */
export function addressState(
  { source, central, written, needsPassword }: Omit<AddressRow, "name" | "missingSince">,
  { stage, solution }: Pick<Account, "stage" | "solution">,
): AddressState {
  if (!source && !central) return "gone";
  if (!source) return written ? "kept" : "made there";
  if (!central) return written && !building.includes(stage) ? "removed there" : "not there yet";
  const alike = addressWords(source) === addressWords(central);
  const isWritten = solution === "enforce" && !hasOwnAlias(central, [source, written]);
  if (!alike && (isWritten || !isDeepStrictEqual(source, written))) return "different";
  if (needsPassword) return "needs a password";
  return alike ? "same" : "changed there";
}

/** A mail alias that is known on the mail server alone: whatever is decided, its address is not written over. */
function hasOwnAlias(central: unknown, known: readonly unknown[]): boolean {
  const aliasesOf = (address: unknown) => stored.safeParse(address).data?.aliases ?? [];
  const elsewhere = new Set(known.flatMap(aliasesOf));
  return aliasesOf(central).some((alias) => !elsewhere.has(alias));
}
