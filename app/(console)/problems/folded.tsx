import type { ReactNode } from "react";
import { counted } from "@/lib/format";

/** More rows than this would push the other problems off the screen. */
const UNFOLDED = 5;

/** The first rows of a table, and the others behind a word. */
export function Folded<Row>({
  rows,
  one,
  table,
}: {
  rows: Row[];
  /** What a row is: "server". */
  one: string;
  table: (rows: Row[], caption: string) => ReactNode;
}) {
  const rest = rows.slice(UNFOLDED);
  return (
    <>
      {table(rows.slice(0, UNFOLDED), "")}
      {rest.length > 0 ? (
        <details className="mt-2">
          <summary className="mb-2 text-accent">Show {counted(rest.length, `more ${one}`)}</summary>
          {table(rest, ", the others")}
        </details>
      ) : null}
    </>
  );
}
