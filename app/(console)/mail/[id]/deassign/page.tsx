import type { Metadata } from "next";
import Link from "next/link";
import { type SearchParams, several, single } from "@/app/_ui/listing";
import { listAssigned } from "@/db/assignments";
import { requireRight } from "@/lib/access/session";
import { db } from "@/lib/database";
import type { Choosable } from "../choose";
import { find, type Params } from "../find";
import { Guided } from "../guided";
import { readPreview } from "../preview";

export const metadata: Metadata = { title: "Deassign" };
export const dynamic = "force-dynamic";

export default async function Deassign({ params, searchParams }: { params: Params; searchParams: SearchParams }) {
  await requireRight("deassign");
  const mail = await find(params);
  const preview = await readPreview((await single(searchParams)).preview, mail.id, "deassigned");
  return (
    <Guided
      mail={mail}
      wish="deassigned"
      preview={preview}
      servers={preview.state === "none" ? await deassignable(mail.id) : []}
      chosen={(await several(searchParams, "server")).map(Number)}
      empty={
        <>
          <p>No Plesk server is assigned to {mail.name}, or all are being deassigned already.</p>
          <Link href={`/mail/${mail.id}`} className="button">
            Back
          </Link>
        </>
      }
    />
  );
}

async function deassignable(mailServerId: number): Promise<Choosable[]> {
  const assigned = await listAssigned(db, mailServerId);
  return assigned.flatMap(({ serverId, ...server }) =>
    server.wish === "assigned" ? [{ id: serverId, ...server }] : [],
  );
}
