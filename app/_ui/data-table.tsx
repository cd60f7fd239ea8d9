import Link from "next/link";
import type { ReactNode } from "react";
import { Icon } from "./icon";
import { SelectAll } from "./select-all";

export interface Column<Row> {
  /** The name that `sort` has in the URL, and React's key. */
  key: string;
  title: string;
  /** On a narrow screen, where a row is a card that names its columns. */
  short?: string;
  cell: (row: Row) => ReactNode;
  /** Right-aligned tabular figures. */
  number?: boolean;
  sortable?: boolean;
  /** The name of the row: heads its card on a narrow screen. */
  lead?: boolean;
  /** Holds names of servers: an ordinary one is not broken. */
  name?: boolean;
  /** A class and no style: the content security policy lets no element bring its own. */
  width?: `w-${string}`;
}

export interface Sorting {
  sort: string;
  descending: boolean;
  /** The list's address with another order. */
  href: (sort: string, descending: boolean) => string;
}

interface Props<Row> {
  /** What the table lists, for those who hear it: "Mail servers". */
  caption: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string | number;
  sorting?: Sorting;
  /** A checkbox a row, and one for all; stand the table inside a form. */
  select?: { name: string; label: (row: Row) => string; chosen?: (row: Row) => boolean };
  /** Instead of rows when there are none. */
  empty?: ReactNode;
}

export function DataTable<Row>({ caption, columns, rows, rowKey, sorting, select, empty }: Props<Row>) {
  if (rows.length === 0)
    return <div className="panel px-4 py-10 text-center text-soft">{empty ?? "Nothing here."}</div>;
  return (
    <div className="panel overflow-x-auto">
      <table className="table">
        <caption className="sr-only">{caption}</caption>
        <thead>
          <tr>
            {select ? (
              <th className="w-8">
                <SelectAll name={select.name} />
              </th>
            ) : null}
            {columns.map((column) => (
              <HeadCell key={column.key} column={column} sorting={sorting} />
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={rowKey(row)}>
              {select ? (
                <td className="choice">
                  <input
                    type="checkbox"
                    name={select.name}
                    value={rowKey(row)}
                    defaultChecked={select.chosen?.(row)}
                    aria-label={`Select ${select.label(row)}`}
                  />
                </td>
              ) : null}
              {columns.map((column) => (
                <td
                  key={column.key}
                  data-column={column.short ?? column.title}
                  className={
                    [column.number && "number", column.lead && "lead", column.name && "name"]
                      .filter(Boolean)
                      .join(" ") || undefined
                  }
                >
                  <div>{column.cell(row)}</div>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function HeadCell<Row>({ column, sorting }: { column: Column<Row>; sorting: Sorting | undefined }) {
  const look = { className: [column.number ? "number" : "", column.width ?? ""].join(" ").trim() || undefined };
  // A column of links needs no name; an empty heading would only be announced as one.
  if (column.title === "") return <td className={column.width} />;
  const title = (
    <span className="block max-w-64 truncate" title={column.title}>
      {column.title}
    </span>
  );
  if (!column.sortable || !sorting) return <th {...look}>{title}</th>;
  const current = sorting.sort === column.key;
  return (
    <th {...look} aria-sort={current ? (sorting.descending ? "descending" : "ascending") : undefined}>
      <Link
        href={sorting.href(column.key, current && !sorting.descending)}
        className={`inline-flex items-center gap-1 hover:text-ink ${current ? "text-ink" : ""}`}
        scroll={false}
      >
        {title}
        {current ? <Icon name={sorting.descending ? "arrowDown" : "arrowUp"} size={13} /> : null}
      </Link>
    </th>
  );
}
