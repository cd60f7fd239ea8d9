import { z } from "zod";
import type { PasswordFilter } from "@/db/addresses";

/** The checkboxes' name in the form; each value is `<account>:<name before the @>`. */
export const boxName = "address";

/** One address as it stands in a URL or a form; undefined for anything else. */
export function place(text: string | undefined): { accountId: number; name: string } | undefined {
  const [, accountId, name] = /^(\d{1,15}):([^@]{1,255})$/.exec(text ?? "") ?? [];
  return accountId && name ? { accountId: Number(accountId), name } : undefined;
}

const id = (largest: number) => z.coerce.number().int().min(1).max(largest).optional().catch(undefined);
const narrowed = z.object({ server: id(2_147_483_647), account: id(Number.MAX_SAFE_INTEGER) });

/** An address as `place` reads it. */
export const placeOf = ({ accountId, name }: { accountId: number; name: string }): string => `${accountId}:${name}`;

/** Which addresses an address bar asks for; nonsense is ignored. */
export function passwordFilter(given: Record<string, string>): PasswordFilter {
  const { server, account } = narrowed.parse(given);
  return { serverId: server, accountId: account };
}
