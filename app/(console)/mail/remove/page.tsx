import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { ActionForm, Submit } from "@/app/_ui/action-form";
import { type SearchParams, several } from "@/app/_ui/listing";
import { Notice } from "@/app/_ui/notice";
import { PageHeader } from "@/app/_ui/page";
import { listAssignedTo } from "@/db/assignments";
import { nameMailServers } from "@/db/mail-servers";
import { requireRight } from "@/lib/access/session";
import { db } from "@/lib/database";
import { counted, listed } from "@/lib/format";
import { removeChosen } from "../actions";

export const metadata: Metadata = { title: "Remove mail server" };
export const dynamic = "force-dynamic";

export default async function RemoveMailServers({ searchParams }: { searchParams: SearchParams }) {
  await requireRight("mail-servers.remove");
  const ids = (await several(searchParams, "id")).map(Number).filter((id) => id > 0 && id < 2 ** 31);
  const chosen = await nameMailServers(db, ids.filter(Number.isInteger));
  if (chosen.length === 0) notFound();
  const assigned = await listAssignedTo(
    db,
    chosen.map((one) => one.id),
  );
  const inUse = chosen.filter((one) => assigned.some((server) => server.mailServerId === one.id));
  const what = chosen.length === 1 ? (chosen[0]?.name ?? "") : counted(chosen.length, "mail server");
  return (
    <>
      <PageHeader title={`Remove ${what}`} crumbs={[{ href: "/mail", name: "Centralized Mail" }]} />
      <div className="max-w-3xl">
        {inUse.map((one) => {
          const names = assigned.filter((server) => server.mailServerId === one.id).map((server) => server.name);
          return (
            <Notice
              key={one.id}
              tone="bad"
              title={`${one.name} cannot be removed yet.`}
              action={
                <Link href={`/mail/${one.id}/deassign`} className="button">
                  Deassign
                </Link>
              }
            >
              {listed(names.slice(0, 5))}
              {names.length > 5 ? ` and ${names.length - 5} more` : ""} {names.length === 1 ? "is" : "are"} still
              assigned to it. Deassign {names.length === 1 ? "it" : "them"} first.
            </Notice>
          );
        })}
        {inUse.length === 0 ? (
          <ActionForm action={removeChosen} className="panel grid gap-3 px-5 py-4">
            {chosen.map((one) => (
              <input key={one.id} type="hidden" name="id" value={one.id} />
            ))}
            <p>
              {listed(chosen.map((one) => one.name))} {chosen.length === 1 ? "ends its" : "end their"} role as a mail
              server. The ID is not used again.
            </p>
            <p className="text-soft">
              Nothing is deleted: the Plesk {chosen.length === 1 ? "server stays" : "servers stay"} registered, with
              every domain, mailbox and message as they are.
            </p>
            <div className="mt-1 flex gap-2">
              <Submit className="button button-danger">Remove</Submit>
              <Link href="/mail" className="button">
                Back
              </Link>
            </div>
          </ActionForm>
        ) : (
          <Link href="/mail" className="button">
            Back
          </Link>
        )}
      </div>
    </>
  );
}
