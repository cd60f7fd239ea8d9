import type { Metadata } from "next";
import { pageSize, type SearchParams, url } from "@/app/_ui/listing";
import { PageHeader } from "@/app/_ui/page";
import { Pagination } from "@/app/_ui/pagination";
import { SearchBox } from "@/app/_ui/search-box";
import { getCheck } from "@/db/audit-chain";
import { listSubjects, listTrail } from "@/db/trail";
import { requireRight } from "@/lib/access/session";
import { db } from "@/lib/database";
import { Choice } from "../../choice";
import { trailFilter, trailSearch } from "../search";
import { Tabs } from "../tabs";
import { Chain } from "./chain";
import { subjectWord } from "./event-words";
import { TrailTable } from "./trail-table";

export const metadata: Metadata = { title: "Audit trail" };
export const dynamic = "force-dynamic";

export default async function Trail({ searchParams }: { searchParams: SearchParams }) {
  await requireRight("trail.see");
  const { after, before, ...search } = await trailSearch(searchParams);
  const [entries, subjects, check] = await Promise.all([
    listTrail(db, trailFilter(search), { after, before, limit: pageSize }),
    listSubjects(db),
    getCheck(db),
  ]);
  return (
    <>
      <PageHeader
        title="Activity"
        actions={
          <a href={url("/activity/trail.csv", search)} className="button" download>
            Export as CSV
          </a>
        }
      />
      <Tabs current="trail" />
      <Chain check={check} />
      <div className="mb-3">
        <SearchBox action="/activity/trail" label="Search by person, event or name" value={search.q ?? ""}>
          <Choice
            name="subject"
            label="Subject"
            value={search.subject}
            all="Every subject"
            options={subjects.map((subject) => [subject, subjectWord(subject)] as const)}
          />
        </SearchBox>
      </div>
      <TrailTable
        entries={entries.rows}
        narrowed={Object.values({ ...search, after, before }).some((value) => value !== undefined)}
      />
      <Pagination
        summary=""
        previous={entries.earlier ? url("/activity/trail", { ...search, before: entries.rows[0]?.id }) : null}
        next={entries.more ? url("/activity/trail", { ...search, after: entries.rows.at(-1)?.id }) : null}
      />
    </>
  );
}
