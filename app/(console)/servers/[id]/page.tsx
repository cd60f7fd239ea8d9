import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { cache } from "react";
import { Icon } from "@/app/_ui/icon";
import { type SearchParams, single } from "@/app/_ui/listing";
import { Live } from "@/app/_ui/live";
import { Columns, PageHeader, Section } from "@/app/_ui/page";
import { NetStatus, Status } from "@/app/_ui/status";
import { listOpenGuards } from "@/db/guards";
import { listLatency } from "@/db/progress";
import { isRunning, listRuns } from "@/db/runs";
import { getServer, getServerAccounts } from "@/db/server";
import { requireRight } from "@/lib/access/session";
import { db } from "@/lib/database";
import { RunsTable } from "../../activity/runs-table";
import { OpenPanel } from "../../open-panel";
import { TestConnection } from "../test-connection";
import { ServerAccounts } from "./accounts";
import { ServerAside } from "./aside";
import { RolePart } from "./role-part";
import { ServerTroubles } from "./troubles";

export const dynamic = "force-dynamic";

const read = cache(async (id: string) => (/^\d{1,9}$/.test(id) ? await getServer(db, Number(id)) : null));

export async function generateMetadata({ params }: { params: Promise<{ id: string }> }): Promise<Metadata> {
  // A title is sent before the page has looked who asks.
  await requireRight("fleet.see");
  return { title: (await read((await params).id))?.name ?? "Plesk server" };
}

interface Props {
  params: Promise<{ id: string }>;
  searchParams: SearchParams;
}

const fourHours = 4 * 3600 * 1000;

export default async function ServerPage({ params, searchParams }: Props) {
  await requireRight("fleet.see");
  const server = await read((await params).id);
  if (!server) notFound();
  const [sums, guards, runs, running, latency, { registered }] = await Promise.all([
    getServerAccounts(db, server),
    listOpenGuards(db, { serverId: server.id }),
    listRuns(db, { serverId: server.id }, { limit: 6 }),
    isRunning(db, { serverId: server.id }),
    listLatency(db, server.id, new Date(Date.now() - fourHours)),
    single(searchParams),
  ]);
  return (
    <>
      {running ? <Live /> : null}
      <PageHeader
        title={server.name}
        crumbs={[{ href: "/servers", name: "Plesk servers" }]}
        status={
          <>
            <NetStatus status={server.netStatus} />
            {server.certificateChangedAt ? <Status tone="bad">Another certificate</Status> : null}
            {server.maintenance ? <Status tone="off">Maintenance</Status> : null}
          </>
        }
        actions={
          <>
            {server.netStatus === "error" ? null : <TestConnection serverId={server.id} inline />}
            {server.assignedTo === null ? null : (
              <Link href={`/mail/${server.assignedTo}`} className="button">
                <Icon name="mail" />
                Mail
              </Link>
            )}
            <OpenPanel serverId={server.id}>Open panel</OpenPanel>
          </>
        }
      />
      <ServerTroubles server={server} guards={guards} registered={registered === "1"} />
      <Columns aside={<ServerAside server={server} latency={latency} />}>
        <RolePart server={server} sums={sums} />
        {server.assignedTo === null ? null : <ServerAccounts server={server} sums={sums} />}
        {runs.rows.length === 0 ? null : (
          <Section
            title="Last runs"
            actions={runs.more ? <Link href={`/activity?server=${server.id}`}>All runs</Link> : undefined}
          >
            <RunsTable runs={runs.rows} ofOne />
          </Section>
        )}
      </Columns>
    </>
  );
}
