import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { Icon } from "@/app/_ui/icon";
import { Live } from "@/app/_ui/live";
import { Columns, Section } from "@/app/_ui/page";
import { May } from "@/app/(console)/may";
import { listAssigned } from "@/db/assignments";
import { listOpenGuards } from "@/db/guards";
import { listOutdated } from "@/db/mail-servers";
import { listLatency, listOpenRuns } from "@/db/progress";
import { listRuns } from "@/db/runs";
import { getServer } from "@/db/server";
import { requireRight } from "@/lib/access/session";
import { db } from "@/lib/database";
import { counted, firstOf } from "@/lib/format";
import { OutdatedTable } from "../../outdated";
import { MailServerAside } from "./aside";
import { AssignedTable } from "./assigned";
import { find, type Params } from "./find";
import { Head } from "./head";
import { WhatToDo } from "./what-to-do";

export const dynamic = "force-dynamic";

export async function generateMetadata({ params }: { params: Params }): Promise<Metadata> {
  await requireRight("fleet.see");
  return { title: (await find(params)).name };
}

export default async function MailServerPage({ params }: { params: Params }) {
  await requireRight("fleet.see");
  const mail = await find(params);
  const [server, assigned, guards, outdated, open, runs, latency] = await Promise.all([
    getServer(db, mail.serverId),
    listAssigned(db, mail.id),
    listOpenGuards(db, { mailServerId: mail.id }),
    listOutdated(db, mail.id, 10),
    listOpenRuns(db, [mail.id]),
    listRuns(db, { mailServerId: mail.id }, { limit: 5 }),
    listLatency(db, mail.serverId, new Date(Date.now() - 4 * 3_600_000)),
  ]);
  if (!server) notFound();
  const here = `/mail/${mail.id}`;
  // While it cannot be looked at, the list of accounts has all of its own as unknown.
  const seen = mail.netStatus === "online";
  return (
    <>
      {open.length > 0 || mail.asked ? <Live /> : mail.moving > 0 ? <Live seconds={5} /> : null}
      <Head mail={mail} />
      <WhatToDo mail={mail} guards={guards} />
      <Columns aside={<MailServerAside {...{ mail, server, runs: runs.rows, latency, assigned }} />}>
        <Section
          title="Assigned Plesk servers"
          actions={
            <May right="assign">
              <Link href={`${here}/assign`} className="button">
                <Icon name="add" />
                Assign
              </Link>
            </May>
          }
        >
          <AssignedTable mailServer={mail} assigned={assigned} runs={open} />
        </Section>
        {outdated.length > 0 ? (
          <Section
            title="Outdated accounts"
            note={
              seen
                ? "Synchronize makes the mail server match; nothing is deleted"
                : ["as last seen", firstOf(outdated.length, mail.outdated)].filter(Boolean).join(", ")
            }
            actions={
              seen && mail.outdated > outdated.length ? (
                <Link href={`/accounts?mail=${mail.id}&status=outdated`} className="text-accent">
                  All {counted(mail.outdated, "account")}
                </Link>
              ) : null
            }
          >
            <OutdatedTable rows={outdated} />
          </Section>
        ) : null}
      </Columns>
    </>
  );
}
