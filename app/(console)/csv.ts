/** How many rows are read at once, so that an export of any length needs little memory. */
const batch = 1000;

type Cell = string | number | Date | null;

/**
 * A table as a download, sent while it is read. `read` gives the rows behind `after`, at most as many as asked for;
 * `place` is where a row stands.
 */
export function csv<Row, Place = number>(
  name: string,
  columns: readonly (readonly [title: string, value: (row: Row) => Cell])[],
  read: (after: Place | undefined, limit: number) => Promise<{ rows: Row[]; more: boolean }>,
  place: (row: Row) => Place,
): Response {
  const encoder = new TextEncoder();
  const line = (cells: Cell[]) => encoder.encode(`${cells.map(cell).join(",")}\r\n`);
  let after: Place | undefined;
  const body = new ReadableStream<Uint8Array>({
    start: (out) => out.enqueue(line(columns.map(([title]) => title))),
    async pull(out) {
      const { rows, more } = await read(after, batch);
      for (const row of rows) out.enqueue(line(columns.map(([, value]) => value(row))));
      const last = rows.at(-1);
      after = last && place(last);
      if (!more || !last) out.close();
    },
  });
  return new Response(body, {
    headers: {
      "content-type": "text/csv; charset=utf-8",
      "content-disposition": `attachment; filename="${name}.csv"`,
      "cache-control": "no-store",
    },
  });
}

/** Quoted where needed. A text that a spreadsheet would run as a formula gets an apostrophe in front. */
export function cell(value: Cell): string {
  if (value === null) return "";
  if (typeof value === "number") return String(value);
  const text = value instanceof Date ? value.toISOString() : value;
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
