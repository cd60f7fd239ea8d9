import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { ActionForm, Field, Submit } from "@/app/_ui/action-form";
import { PageHeader } from "@/app/_ui/page";
import { getServer } from "@/db/server";
import { requireRight } from "@/lib/access/session";
import { db } from "@/lib/database";
import { saveServer } from "../actions";

export const metadata: Metadata = { title: "Edit Plesk server" };
export const dynamic = "force-dynamic";

export default async function EditServer({ params }: { params: Promise<{ id: string }> }) {
  await requireRight("servers.change");
  const { id } = await params;
  const server = /^\d{1,9}$/.test(id) ? await getServer(db, Number(id)) : null;
  if (!server) notFound();
  const home = `/servers/${server.id}`;
  const port = { inputMode: "numeric", required: true } as const;
  return (
    <>
      <PageHeader
        title={`Edit ${server.name}`}
        crumbs={[
          { href: "/servers", name: "Plesk servers" },
          { href: home, name: server.name },
        ]}
      />
      <ActionForm action={saveServer} className="panel grid max-w-xl gap-4 px-4 py-4">
        <input type="hidden" name="serverId" value={server.id} />
        <Field name="name" label="Name in this console" value={server.name} spellCheck={false} required />
        <Field
          name="labels"
          label="Labels"
          value={server.labels.join(", ")}
          hint="To group servers by, separated by commas: vienna, customer-a"
          spellCheck={false}
        />
        <div className="grid items-start gap-4 sm:grid-cols-[minmax(0,1fr)_8rem]">
          <Field
            name="host"
            label="Address of the panel"
            value={server.host}
            hint="It must lead to the same Plesk server: another one is not called."
            spellCheck={false}
            required
          />
          <Field name="port" label="Port" value={server.port} {...port} />
        </div>
        <div className="grid gap-4 sm:grid-cols-3">
          <Field name="smtpPort" label="SMTP" value={server.smtpPort} {...port} />
          <Field name="imapPort" label="IMAP" value={server.imapPort} {...port} />
          <Field name="pop3Port" label="POP3" value={server.pop3Port} {...port} />
        </div>
        <div className="flex flex-wrap gap-2">
          <Submit className="button button-primary">Save</Submit>
          <Link href={home} className="button">
            Cancel
          </Link>
        </div>
      </ActionForm>
    </>
  );
}
