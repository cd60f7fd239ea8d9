import type { Metadata } from "next";
import Link from "next/link";
import { ActionForm, Submit } from "@/app/_ui/action-form";
import { Icon } from "@/app/_ui/icon";
import { listing, pageSize, type SearchParams, single } from "@/app/_ui/listing";
import { Live } from "@/app/_ui/live";
import { PageHeader } from "@/app/_ui/page";
import { May } from "@/app/(console)/may";
import { listFirstAssigned } from "@/db/assignments";
import { getBeginning } from "@/db/beginning";
import { countMailServers, listMailServers, mailServerOrders } from "@/db/mail-servers";
import { listOpenRuns } from "@/db/progress";
import { requireRight } from "@/lib/access/session";
import { db } from "@/lib/database";
import { numbers } from "../numbers";
import { operate } from "./actions";
import { FirstVisit } from "./first-visit";
import { MailServerList } from "./list";
import { StatsView } from "./stats";
import { Troubles } from "./troubles";

export const metadata: Metadata = { title: "Centralized Mail" };
export const dynamic = "force-dynamic";

export default async function Mail({ searchParams }: { searchParams: SearchParams }) {
  await requireRight("fleet.see");
  const { q, sort, descending, page } = await listing(searchParams, mailServerOrders);
  const problem = (await single(searchParams)).problem === "any";
  const filter = { q, problem };
  const order = { order: sort, descending, limit: pageSize, offset: (page - 1) * pageSize };
  const [stats, rows, beginning] = await Promise.all([numbers(), listMailServers(db, filter, order), getBeginning(db)]);
  const ids = rows.map((row) => row.id);
  const isAll = page === 1 && rows.length < pageSize;
  const [firsts, runs, total] = await Promise.all([
    listFirstAssigned(db, ids, 4),
    listOpenRuns(db, ids),
    isAll ? rows.length : countMailServers(db, filter),
  ]);
  const add = (
    <May right="mail-servers.change">
      <Link href="/mail/add" className={beginning ? "button" : "button button-primary"}>
        <Icon name="add" />
        Add mail server
      </Link>
    </May>
  );
  return (
    <>
      {runs.length > 0 || rows.some((row) => row.asked) ? <Live /> : null}
      <PageHeader
        title="Centralized Mail"
        actions={
          <>
            {stats.servers > 0 ? (
              <May right="synchronize">
                <ActionForm action={operate} className="flex flex-row-reverse items-center gap-3">
                  <Submit name="deed" value="refresh-all">
                    <Icon name="sync" />
                    Refresh
                  </Submit>
                </ActionForm>
              </May>
            ) : null}
            {add}
          </>
        }
      />
      {beginning ? <FirstVisit beginning={beginning} /> : null}
      {stats.servers === 0 && beginning ? null : (
        <>
          <Troubles rows={rows} />
          <StatsView stats={stats} />
          <MailServerList {...{ rows, total, firsts, runs, q, problem, sort, descending, page }} />
        </>
      )}
    </>
  );
}
