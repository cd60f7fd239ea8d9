import { PleskRefusal } from "../world/refusal";
import { attempt, type Call, failed, ok } from "./operation";
import { leaf, type XmlElement } from "./xml";

/** How an operator's filter finds its objects. */
export interface Ways<T> {
  all: () => readonly T[];
  /** Filters that name one object. */
  one: Record<string, (value: string) => T | undefined>;
  /** Filters that name what objects belong to; undefined when that does not exist. */
  many?: Record<string, (value: string) => readonly T[] | undefined>;
  /** The text of 1013. */
  missing: string;
}

/** One result to give: an object, an unknown filter value, or nothing at all. */
export interface Selected<T> {
  filterId?: string;
  row?: T;
  refusal?: PleskRefusal;
}

/** One entry for each object that the filter selects or fails to; a blank filter selects all there are. */
export function select<T>(call: Call, filter: XmlElement | undefined, ways: Ways<T>): Selected<T>[] {
  const lists = (rows: readonly T[]) => (call.server.faults.emptyLists ? [] : rows);
  const named = filter?.children ?? [];
  if (named.length === 0 || named[0]?.name === "all") {
    const rows = lists(ways.all());
    return rows.length === 0 ? [{}] : rows.map((row) => ({ row }));
  }
  return named.flatMap(({ name, content: filterId }): Selected<T>[] => {
    const many = ways.many?.[name];
    if (!many) {
      const row = ways.one[name]?.(filterId);
      return [row ? { filterId, row } : { filterId, refusal: new PleskRefusal(1013, ways.missing) }];
    }
    const found = many(filterId);
    const { unknownOwner } = call.server.assumptions;
    if (!found && unknownOwner !== "empty") {
      return [{ filterId, refusal: new PleskRefusal(Number(unknownOwner), "Owner does not exist") }];
    }
    const rows = lists(found ?? []);
    return rows.length === 0 ? [{ filterId }] : rows.map((row) => ({ filterId, row }));
  });
}

/** A result for each selected object: status, the filter's value, the id, then the payload. */
export function eachResult<T extends { id: number }>(
  call: Call,
  selected: Selected<T>[],
  payload: (row: T) => string,
): string {
  const { blankFilterId, unknownEcho } = call.server.assumptions;
  return selected
    .map((entry) => {
      if (entry.row) {
        const { row } = entry;
        const filterId = entry.filterId ?? (blankFilterId === "id" ? String(row.id) : undefined);
        const echo = filterId === undefined ? "" : leaf("filter-id", filterId);
        const id = leaf("id", row.id);
        return attempt(() => ok(echo, id, payload(row)), echo, id);
      }
      if (!entry.refusal) return ok();
      const asId = unknownEcho === "id" && /^[1-9]\d*$/.test(entry.filterId ?? "");
      return failed(entry.refusal, leaf(asId ? "id" : "filter-id", entry.filterId ?? ""));
    })
    .join("");
}

/** `id*` and the like as a filter's grammar: one kind of child, repeated. */
export function filterOf(...kinds: string[]): string {
  return `filter({${kinds.map((kind) => `${kind}*`).join(" | ")}})`;
}
