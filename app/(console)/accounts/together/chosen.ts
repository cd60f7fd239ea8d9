import { z } from "zod";
import { type SearchParams, several, single } from "@/app/_ui/listing";
import type { AccountFilter } from "@/db/accounts";
import { type Deed, deeds } from "@/db/together";
import { type AccountSearch, accountSearch, filterOf, narrowing } from "../search";

/** As many as an address can hold. */
export const selectable = 1000;

const account = z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER);

/** What shall be done to which accounts: those that were selected, or all that match. */
export interface Chosen {
  deed: Deed;
  filter: AccountFilter;
  /** How many were selected one by one; null where all that match are meant. */
  selected: number | null;
  search: AccountSearch;
  /** The same as hidden inputs, for the form that does it. */
  inputs: [name: string, value: string][];
}

export async function chosen(params: SearchParams): Promise<Chosen> {
  const given = await single(params);
  const search = await accountSearch(params);
  const deed = z.enum(deeds).catch("synchronize").parse(given.deed);
  if (given.all === "1") {
    const inputs: Chosen["inputs"] = [["deed", deed], ["all", "1"], ...narrowing(search)];
    return { deed, filter: filterOf(search), selected: null, search, inputs };
  }
  const ids = (await several(params, "id")).flatMap((id) => account.safeParse(id).data ?? []);
  const unique = [...new Set(ids)].slice(0, selectable + 1);
  const inputs: Chosen["inputs"] = [["deed", deed], ...unique.map((id): [string, string] => ["id", String(id)])];
  return { deed, filter: { ids: unique }, selected: unique.length, search, inputs };
}

/** The parameters of an address, as a form holds them. */
export function parametersOf(form: FormData): SearchParams {
  const names = [...new Set(form.keys())];
  return Promise.resolve(Object.fromEntries(names.map((name) => [name, form.getAll(name).map(String)])));
}
