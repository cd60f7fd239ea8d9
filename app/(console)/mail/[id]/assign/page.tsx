import type { Metadata } from "next";
import Link from "next/link";
import { type SearchParams, several, single } from "@/app/_ui/listing";
import { listAssigned } from "@/db/assignments";
import { listFreeServers } from "@/db/mail-server-role";
import { requireRight } from "@/lib/access/session";
import { db } from "@/lib/database";
import type { Choosable } from "../choose";
import { find, type Params } from "../find";
import { Guided } from "../guided";
import { readPreview } from "../preview";

export const metadata: Metadata = { title: "Assign" };
export const dynamic = "force-dynamic";

export default async function Assign({ params, searchParams }: { params: Params; searchParams: SearchParams }) {
  await requireRight("assign");
  const mail = await find(params);
  const preview = await readPreview((await single(searchParams)).preview, mail.id, "assigned");
  return (
    <Guided
      mail={mail}
      wish="assigned"
      preview={preview}
      servers={preview.state === "none" ? await assignable(mail.id) : []}
      chosen={(await several(searchParams, "server")).map(Number)}
      empty={
        <>
          <p>Every registered Plesk server has a role already, or none is registered yet.</p>
          <Link href="/servers/new" className="button button-primary">
            Register a Plesk server
          </Link>
        </>
      }
    />
  );
}

/** Servers without a role, and those on their way back from this mail server. */
async function assignable(mailServerId: number): Promise<Choosable[]> {
  const [free, assigned] = await Promise.all([listFreeServers(db), listAssigned(db, mailServerId)]);
  const leaving = assigned.filter((server) => server.wish === "deassigned");
  return [
    ...leaving.map(({ serverId, ...server }) => ({ id: serverId, ...server, note: "being deassigned now" })),
    ...free.map(({ clientCount, domainCount, ...server }) => ({
      ...server,
      clients: clientCount,
      domains: domainCount,
    })),
  ];
}
