import Link from "next/link";
import { ActionForm, Submit } from "@/app/_ui/action-form";
import { Icon } from "@/app/_ui/icon";
import { Facts, Panel } from "@/app/_ui/page";
import { Status, SyncStatus } from "@/app/_ui/status";
import { Time } from "@/app/_ui/time";
import { May } from "@/app/(console)/may";
import type { getServerAccounts, Server } from "@/db/server";
import { counted } from "@/lib/format";
import { Role } from "../role";
import { refresh, synchronize } from "./actions";

export type Sums = Awaited<ReturnType<typeof getServerAccounts>>;

/** What the server is here, and what can be made of it. */
export function RolePart({ server, sums }: { server: Server; sums: Sums }) {
  if (server.mailServerId !== null)
    return (
      <Panel title="Mail server">
        <p className="mb-3 text-soft">
          It handles the mail of {counted(server.assigned, "assigned Plesk server")}. Its own page has the services, the
          assigned servers and their accounts.
        </p>
        <Link href={`/mail/${server.mailServerId}`} className="button button-primary">
          <Icon name="mail" />
          Go to mail server {server.mailServerId}
        </Link>
      </Panel>
    );
  if (server.assignedTo === null)
    return (
      <Panel title="No role yet">
        <p className="mb-3 max-w-prose text-soft">
          {server.name} handles its own mail. Define it as a mail server, so that it handles the mail of others, or
          assign it to a mail server, which then handles its mail. Nothing changes on it before you confirm.
        </p>
        <div className="flex flex-wrap gap-2">
          <May right="mail-servers.change">
            <Link href={`/mail/add?server=${server.id}`} className="button">
              Define as mail server
            </Link>
          </May>
          <May right="assign">
            <Link href="/mail" className="button">
              Choose a mail server to assign it to
            </Link>
          </May>
        </div>
      </Panel>
    );
  return (
    <Panel title="Mail">
      <div className="max-w-xl">
        <Facts
          facts={[
            ["Role", <Role key="role" server={server} />],
            [
              "Wished",
              <span key="wish">
                <Time at={server.wishedAt ?? new Date()} as="moment" /> by {server.wishedBy}
              </span>,
            ],
            ["Sync. status", <SyncStatus key="sync" status={sums.syncStatus} outdated={sums.outdated} />],
            [
              "Looked at",
              server.lookedAt ? <Time key="looked" at={server.lookedAt} /> : <span key="looked">not yet</span>,
            ],
            ...(server.wish === "deassigned"
              ? ([
                  [
                    "Leaving",
                    <Status key="leaving" tone="busy">{`${counted(sums.moving, "domain")} on the way back`}</Status>,
                  ],
                ] as const)
              : []),
          ]}
        />
      </div>
      <div className="mt-4 flex flex-wrap gap-2">
        <May right="synchronize">
          <ActionForm action={synchronize} className="contents">
            <input type="hidden" name="serverId" value={server.id} />
            <Submit className="button button-primary">
              <Icon name="sync" />
              Synchronize
            </Submit>
          </ActionForm>
        </May>
        <May right="synchronize">
          <ActionForm action={refresh} className="contents">
            <input type="hidden" name="serverId" value={server.id} />
            <Submit>Refresh</Submit>
          </ActionForm>
        </May>
        {server.wish === "deassigned" ? null : (
          <May right="deassign">
            <Link href={`/mail/${server.assignedTo}/deassign?server=${server.id}`} className="button">
              Deassign …
            </Link>
          </May>
        )}
      </div>
    </Panel>
  );
}
