import type { Metadata } from "next";
import Link from "next/link";
import { ActionForm, Submit } from "@/app/_ui/action-form";
import { type SearchParams, single } from "@/app/_ui/listing";
import { Columns, PageHeader, Panel } from "@/app/_ui/page";
import { NetStatus } from "@/app/_ui/status";
import { listFreeServers } from "@/db/mail-server-role";
import { requireRight } from "@/lib/access/session";
import { db } from "@/lib/database";
import { counted } from "@/lib/format";
import { addMailServer } from "../actions";

export const metadata: Metadata = { title: "Add mail server" };
export const dynamic = "force-dynamic";

export default async function AddMailServer({ searchParams }: { searchParams: SearchParams }) {
  await requireRight("mail-servers.change");
  const chosen = Number((await single(searchParams)).server);
  const free = await listFreeServers(db);
  return (
    <>
      <PageHeader title="Add mail server" crumbs={[{ href: "/mail", name: "Centralized Mail" }]} />
      <Columns
        aside={
          <Panel title="What changes">
            <p className="text-soft">
              The Plesk server gets the role of a mail server and its own ID. Nothing changes on the server itself, and
              no domain's mail moves until you assign a Plesk server to it.
            </p>
          </Panel>
        }
      >
        {free.length === 0 ? (
          <div className="panel grid justify-items-start gap-3 px-5 py-5">
            <p>Every registered Plesk server has a role already, or none is registered yet.</p>
            <Link href="/servers/new" className="button button-primary">
              Register a Plesk server
            </Link>
          </div>
        ) : (
          <ActionForm action={addMailServer} className="grid gap-4">
            <fieldset className="panel divide-y divide-line">
              <legend className="sr-only">Plesk server</legend>
              {free.map((server) => (
                <label
                  key={server.id}
                  className="flex flex-wrap items-center gap-x-3 gap-y-1 px-4 py-3 has-checked:bg-chosen"
                >
                  <input type="radio" name="server" value={server.id} defaultChecked={server.id === chosen} required />
                  <span className="min-w-0 flex-1 basis-48 [overflow-wrap:anywhere]">
                    <span className="font-semibold">{server.name}</span>
                    <span className="block text-[0.93em] text-faint">
                      {server.version ? `Plesk ${server.version} · ` : ""}
                      {counted(server.clientCount, "client")}, {counted(server.domainCount, "domain")} of its own
                    </span>
                  </span>
                  <NetStatus status={server.netStatus} />
                </label>
              ))}
            </fieldset>
            <Submit className="button button-primary justify-self-start">Add mail server</Submit>
          </ActionForm>
        )}
      </Columns>
    </>
  );
}
