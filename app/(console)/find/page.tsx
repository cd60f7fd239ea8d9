import type { Metadata } from "next";
import Link from "next/link";
import { type Column, DataTable } from "@/app/_ui/data-table";
import { type SearchParams, single } from "@/app/_ui/listing";
import { PageHeader } from "@/app/_ui/page";
import { SearchBox } from "@/app/_ui/search-box";
import { requireRight } from "@/lib/access/session";
import { type Found, find } from "./found";

export const metadata: Metadata = { title: "Find" };
export const dynamic = "force-dynamic";

const columns: Column<Found>[] = [
  {
    key: "what",
    title: "Name",
    lead: true,
    cell: (found) => (
      <Link href={found.href} className="font-semibold">
        {found.title}
      </Link>
    ),
  },
  {
    key: "kind",
    title: "What it is",
    width: "w-[18%]",
    cell: (found) => <span className="text-soft">{found.kind}</span>,
  },
  {
    key: "note",
    title: "Where",
    width: "w-[38%]",
    cell: ({ note }) => note && <span className="text-soft">{note}</span>,
  },
];

/** Servers, clients, domains, addresses and deeds by a part of their name: the palette as a page. */
export default async function Find({ searchParams }: { searchParams: SearchParams }) {
  const { role } = await requireRight("fleet.see");
  const q = ((await single(searchParams)).q ?? "").slice(0, 200);
  const found = await find(q, 25, role);
  return (
    <>
      <PageHeader title="Find" />
      <div className="mb-3">
        <SearchBox action="/find" label="Server, client, domain, address, or what to do" value={q} wide />
      </div>
      <DataTable
        caption="Found"
        columns={columns}
        rows={found}
        rowKey={({ href, title }) => `${href} ${title}`}
        empty={`Nothing is named like “${q}”. An address is found by the whole of what stands before its @.`}
      />
    </>
  );
}
