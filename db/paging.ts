import { asc, desc, type SQL, sql } from "drizzle-orm";
import type { PgColumn } from "drizzle-orm/pg-core";

/**
 * Where a page of a list is: behind the place `after`, or else before the place `before`. Lists that are long are read so,
 * and not by number, because the last page then costs what the first does.
 */
export interface Turn<Place> {
  after?: Place;
  before?: Place;
  limit: number;
}

const isBackwards = ({ after, before }: Turn<unknown>): boolean => after === undefined && before !== undefined;

/** What lies beyond the place and the order to read it in, for a list by these columns; `row` is a place in SQL. */
export function along<Place>(
  keys: readonly PgColumn[],
  descending: boolean,
  turn: Turn<Place>,
  row: (place: Place) => SQL,
): { beyond: SQL | undefined; order: SQL[] } {
  const turned = descending !== isBackwards(turn);
  const place = turn.after ?? turn.before;
  const columns = sql.join([...keys], sql`, `);
  return {
    beyond: place === undefined ? undefined : sql`(${columns}) ${turned ? sql`<` : sql`>`} ${row(place)}`,
    order: keys.map((key) => (turned ? desc(key) : asc(key))),
  };
}

/** The page in the list's own order, of what was found with one row more than it holds, and whether it has neighbours. */
export function asPage<Row>(found: Row[], turn: Turn<unknown>): { rows: Row[]; more: boolean; earlier: boolean } {
  const rows = found.slice(0, turn.limit);
  const beyond = found.length > turn.limit;
  const backwards = isBackwards(turn);
  if (backwards) rows.reverse();
  return {
    rows,
    more: rows.length > 0 && (backwards || beyond),
    earlier: rows.length > 0 && (backwards ? beyond : turn.after !== undefined),
  };
}
