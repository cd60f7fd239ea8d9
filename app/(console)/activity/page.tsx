import type { Metadata } from "next";
import Form from "next/form";
import Link from "next/link";
import { pageSize, type SearchParams, url } from "@/app/_ui/listing";
import { Live } from "@/app/_ui/live";
import { PageHeader } from "@/app/_ui/page";
import { Pagination } from "@/app/_ui/pagination";
import { listMailServers } from "@/db/mail-servers";
import { isRunning, listRuns } from "@/db/runs";
import { listServerNames } from "@/db/servers";
import { requireRight } from "@/lib/access/session";
import { db } from "@/lib/database";
import { Choice } from "../choice";
import { kindWords, outcomeWords } from "./run-words";
import { RunsTable } from "./runs-table";
import { runFilter, runSearch } from "./search";
import { Tabs } from "./tabs";

export const metadata: Metadata = { title: "Activity" };
export const dynamic = "force-dynamic";

export default async function Activity({ searchParams }: { searchParams: SearchParams }) {
  await requireRight("fleet.see");
  const { after, before, ...search } = await runSearch(searchParams);
  const filter = runFilter(search);
  const [runs, running, servers, mailServers] = await Promise.all([
    listRuns(db, filter, { after, before, limit: pageSize }),
    isRunning(db, { serverId: search.server, mailServerId: search.mail }),
    listServerNames(db),
    listMailServers(db),
  ]);
  const names = (list: readonly { id: number; name: string }[]) => list.map(({ id, name }) => [id, name] as const);
  const narrowed = Object.values(search).some((value) => value !== undefined);
  return (
    <>
      {running && !runs.earlier ? <Live /> : null}
      <PageHeader
        title="Activity"
        actions={
          <a href={url("/activity/runs.csv", search)} className="button" download>
            Export as CSV
          </a>
        }
      />
      <Tabs current="runs" />
      <Form action="/activity" className="mb-3 flex flex-wrap items-center gap-2">
        <Choice
          name="server"
          label="Plesk server"
          value={search.server}
          all="Every Plesk server"
          options={names(servers)}
        />
        <Choice
          name="mail"
          label="Mail server"
          value={search.mail}
          all="Every mail server"
          options={names(mailServers)}
        />
        <Choice name="kind" label="Kind" value={search.kind} all="Every kind" options={Object.entries(kindWords)} />
        <Choice
          name="state"
          label="Outcome"
          value={search.state}
          all="Every outcome"
          options={[["running", "Running"], ["trouble", "With a failure"], ...Object.entries(outcomeWords)]}
        />
        <button type="submit" className="button">
          Filter
        </button>
        {narrowed ? <Link href="/activity">Show all runs</Link> : null}
      </Form>
      <RunsTable
        runs={runs.rows}
        empty={
          narrowed || after || before
            ? "No run matches."
            : "Nothing has run yet. Runs appear once a server is assigned."
        }
      />
      <Pagination
        summary=""
        previous={runs.earlier ? url("/activity", { ...search, before: runs.rows[0]?.id }) : null}
        next={runs.more ? url("/activity", { ...search, after: runs.rows.at(-1)?.id }) : null}
      />
    </>
  );
}
