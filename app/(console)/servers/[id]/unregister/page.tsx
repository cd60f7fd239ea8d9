import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { ActionForm, Field, Submit } from "@/app/_ui/action-form";
import { Notice } from "@/app/_ui/notice";
import { PageHeader } from "@/app/_ui/page";
import { getServer } from "@/db/server";
import { requireRight } from "@/lib/access/session";
import { db } from "@/lib/database";
import { unregister } from "../actions";

export const metadata: Metadata = { title: "Unregister Plesk server" };
export const dynamic = "force-dynamic";

export default async function Unregister({ params }: { params: Promise<{ id: string }> }) {
  await requireRight("servers.keys");
  const { id } = await params;
  const server = /^\d{1,9}$/.test(id) ? await getServer(db, Number(id)) : null;
  if (!server) notFound();
  const home = `/servers/${server.id}`;
  const inUse = server.mailServerId ?? server.assignedTo;
  return (
    <div className="max-w-2xl">
      <PageHeader
        title={`Unregister ${server.name}`}
        crumbs={[
          { href: "/servers", name: "Plesk servers" },
          { href: home, name: server.name },
        ]}
      />
      {inUse === null ? (
        <ActionForm action={unregister} className="panel grid gap-4 px-4 py-4">
          <input type="hidden" name="serverId" value={server.id} />
          <p>
            The console forgets {server.name} and removes its own secret key there. The server, its clients, its domains
            and their mail stay as they are. What was done on it stays in the audit trail, and when it is registered
            again it finds its accounts and their history.
          </p>
          <Field name="name" label={`Type ${server.name} to confirm`} autoComplete="off" spellCheck={false} required />
          <div className="flex flex-wrap gap-2">
            <Submit className="button button-danger">Unregister</Submit>
            <Link href={home} className="button">
              Cancel
            </Link>
          </div>
        </ActionForm>
      ) : (
        <Notice
          tone="warn"
          title={`${server.name} has a role, so it cannot be unregistered.`}
          action={
            <Link
              href={server.mailServerId === null ? `/mail/${inUse}/deassign?server=${server.id}` : `/mail/${inUse}`}
              className="button"
            >
              {server.mailServerId === null ? "Deassign it" : "Go to the mail server"}
            </Link>
          }
        >
          {server.mailServerId === null
            ? `Its mail is handled by ${server.assignedToName}. Deassign it first; it can be unregistered once its last domain is home.`
            : "It is a mail server. Deassign the servers assigned to it and remove it as a mail server first."}
        </Notice>
      )}
    </div>
  );
}
