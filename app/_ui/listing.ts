import { z } from "zod";

/** What a page gets as `searchParams`. */
export type SearchParams = Promise<Record<string, string | string[] | undefined>>;

export interface Listing<Sort extends string> {
  q: string;
  sort: Sort;
  descending: boolean;
  /** From 1. */
  page: number;
}

export const pageSize = 50;

/** Search, sort and page from the URL. The first of `sorts` is the order when the URL names none; nonsense is ignored. */
export async function listing<Sort extends string>(
  params: SearchParams,
  sorts: readonly [Sort, ...Sort[]],
  descending = false,
): Promise<Listing<Sort>> {
  const { order, ...rest } = z
    .object({
      q: z.string().trim().max(200).catch(""),
      sort: z.enum(sorts).catch(sorts[0]),
      order: z.enum(["up", "down"]).catch(descending ? "down" : "up"),
      page: z.coerce.number().int().min(1).max(1_000_000).catch(1),
    })
    .parse(await single(params));
  return { ...rest, descending: order === "down" } as Listing<Sort>;
}

/** PostgreSQL has no text with a zero byte, so nothing can be meant by one. */
const isMeant = (value: string | undefined): value is string =>
  value !== undefined && value !== "" && !value.includes("\0");

/** The URL's parameters, the last one where a name comes twice. */
export async function single(params: SearchParams): Promise<Record<string, string>> {
  const pairs = Object.entries(await params).map(([name, value]) => [
    name,
    Array.isArray(value) ? value.at(-1) : value,
  ]);
  return Object.fromEntries(pairs.filter(([, value]) => isMeant(value)));
}

/** All values of one parameter, as a list. */
export async function several(params: SearchParams, name: string): Promise<string[]> {
  const value = (await params)[name];
  return value === undefined ? [] : Array.isArray(value) ? value : [value];
}

/** `path` with parameters; empty and undefined ones are left out. */
export function url(path: string, params: Record<string, string | number | undefined>): string {
  const pairs = Object.entries(params).flatMap(([name, value]) =>
    value === undefined || value === "" ? [] : [[name, String(value)]],
  );
  return pairs.length === 0 ? path : `${path}?${new URLSearchParams(pairs)}`;
}
