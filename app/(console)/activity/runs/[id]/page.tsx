import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { ActionForm, Submit } from "@/app/_ui/action-form";
import { Icon } from "@/app/_ui/icon";
import { pageSize, type SearchParams, url } from "@/app/_ui/listing";
import { Live } from "@/app/_ui/live";
import { PageHeader, Section } from "@/app/_ui/page";
import { Pagination } from "@/app/_ui/pagination";
import { May } from "@/app/(console)/may";
import { listFailedAccounts, listPhases } from "@/db/run-phases";
import { countOperations, getRun, listOperations } from "@/db/runs";
import { requireRight } from "@/lib/access/session";
import { db } from "@/lib/database";
import { selectable } from "../../../accounts/together/chosen";
import { synchronize } from "../../../servers/[id]/actions";
import { runTitle } from "../../run-words";
import { operationSearch } from "../../search";
import { OperationsTable } from "./operations-table";
import { RunSummary } from "./run-summary";
import { RunTimeline } from "./run-timeline";
import { States } from "./states";

export const metadata: Metadata = { title: "Run" };
export const dynamic = "force-dynamic";

interface Props {
  params: Promise<{ id: string }>;
  searchParams: SearchParams;
}

export default async function RunPage({ params, searchParams }: Props) {
  await requireRight("fleet.see");
  const { id } = await params;
  const run = /^\d{1,15}$/.test(id) ? await getRun(db, Number(id)) : null;
  if (!run) notFound();
  const { state, after, before } = await operationSearch(searchParams);
  const [operations, counts, phases, failed] = await Promise.all([
    listOperations(db, run.id, { state }, { after, before, limit: pageSize }),
    countOperations(db, run.id),
    listPhases(db, run.id),
    listFailedAccounts(db, run.id, selectable),
  ]);
  const here = `/activity/runs/${run.id}`;
  const retry = run.finishedAt !== null && (run.failed > 0 || run.outcome === "failed" || run.outcome === "stopped");
  return (
    <>
      {run.finishedAt === null ? <Live /> : null}
      <PageHeader
        title={runTitle(run)}
        crumbs={[{ href: "/activity", name: "Activity" }]}
        actions={
          retry ? (
            <May right="synchronize">
              {failed.length > 0 ? (
                <Link
                  href={`/accounts/together?${new URLSearchParams(failed.map((one) => ["id", String(one)]))}`}
                  className="button"
                >
                  Only what failed …
                </Link>
              ) : null}
              <ActionForm action={synchronize} className="contents">
                <input type="hidden" name="serverId" value={run.serverId} />
                <Submit className="button button-primary">
                  <Icon name="sync" />
                  Try again
                </Submit>
              </ActionForm>
            </May>
          ) : undefined
        }
      />
      <RunSummary run={run} />
      <RunTimeline run={run} phases={phases} />
      <Section title="Operations" note="each is read back after it is made">
        <States here={here} counts={counts} current={state} />
        <OperationsTable operations={operations.rows} />
        <Pagination
          summary={run.finishedAt === null ? "More may follow while it runs." : ""}
          previous={operations.earlier ? url(here, { state, before: operations.rows[0]?.id }) : null}
          next={operations.more ? url(here, { state, after: operations.rows.at(-1)?.id }) : null}
          aside={<Link href={url("/activity/operations.csv", { run: run.id })}>Export as CSV</Link>}
        />
      </Section>
    </>
  );
}
