import { z } from "zod";
import { type SearchParams, single, url } from "@/app/_ui/listing";
import { type AccountFilter, type AccountPage, accountPlace } from "@/db/accounts";
import { stages } from "./stage-status";

const id = z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER).optional().catch(undefined);

const place = z.string().regex(accountPlace).optional().catch(undefined);

const parameters = z.object({
  q: z.string().trim().max(200).optional().catch(undefined),
  kind: z.enum(["client", "domain"]).optional().catch(undefined),
  server: id.transform((value) => (value && value > 2_147_483_647 ? undefined : value)),
  mail: id.transform((value) => (value && value > 2_147_483_647 ? undefined : value)),
  client: id,
  status: z.enum(["synchronized", "outdated", "unknown"]).optional().catch(undefined),
  problem: z
    .string()
    .regex(/^[a-z-]{1,40}$/)
    .optional()
    .catch(undefined),
  moving: z.literal("1").optional().catch(undefined),
  stage: z
    .enum(Object.keys(stages) as (keyof typeof stages)[])
    .optional()
    .catch(undefined),
  sort: z.enum(["name", "addresses", "changed"]).catch("name"),
  order: z.enum(["up", "down"]).catch("up"),
  after: place,
  before: place,
});

export type AccountSearch = z.infer<typeof parameters>;

export async function accountSearch(params: SearchParams): Promise<AccountSearch> {
  return parameters.parse(await single(params));
}

export const filterOf = (search: AccountSearch): AccountFilter => ({
  q: search.q,
  kind: search.kind,
  serverId: search.server,
  mailServerId: search.mail,
  clientId: search.client,
  status: search.status,
  problem: search.problem,
  moving: search.moving === "1" || undefined,
  stage: search.stage,
});

export const pageOf = (search: AccountSearch, limit: number): AccountPage => ({
  order: search.sort,
  descending: search.order === "down",
  after: search.after,
  before: search.before,
  limit,
});

/** The list's address with something changed; it starts from the beginning unless a place is given. */
export function listAddress(search: AccountSearch, change: Partial<AccountSearch>, path = "/accounts"): string {
  const { sort, order, ...rest } = { ...search, after: undefined, before: undefined, ...change };
  return url(path, {
    ...rest,
    sort: sort === "name" ? undefined : sort,
    order: order === "up" ? undefined : order,
  });
}

/** What narrows the list, as it stands in a form beside what else is asked. */
export function narrowing({ sort, order, after, before, ...narrowed }: AccountSearch): [name: string, value: string][] {
  return Object.entries(narrowed).flatMap(([name, value]) => (value ? [[name, String(value)]] : []));
}

export const isNarrowed = (search: AccountSearch): boolean =>
  Object.values(filterOf(search)).some((value) => value !== undefined && value !== "");
