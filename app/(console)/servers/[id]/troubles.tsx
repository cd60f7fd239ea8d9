import Link from "next/link";
import { ActionForm, Submit } from "@/app/_ui/action-form";
import { Notice } from "@/app/_ui/notice";
import { Time } from "@/app/_ui/time";
import type { Server } from "@/db/server";
import { release } from "../../problems/actions";
import { setServerMaintenance } from "./actions";

/** What a person should read about this server before anything else: what happened, since when, and the way out. */
export function ServerTroubles({ server, registered }: { server: Server; registered: boolean }) {
  return (
    <>
      {registered ? (
        <Notice tone="good" title={`${server.name} is registered.`}>
          The console signs in with its secret key. Give it a role when you are ready.
        </Notice>
      ) : null}
      {server.netStatus === "error" ? (
        <Notice
          tone="bad"
          title={server.netCause ?? `${server.name} does not answer.`}
          action={
            <Link href={`/servers/${server.id}/certificate`} className="button">
              Compare the certificate
            </Link>
          }
        >
          Since <Time at={server.netSince} as="moment" />. Nothing is changed on it meanwhile. Test the connection once
          it is put right.
        </Notice>
      ) : null}
      {server.quarantinedAt ? (
        <Notice
          tone="bad"
          title={`In quarantine: ${server.quarantineReason ?? "far fewer objects than before"}.`}
          action={
            server.releaseWantedAt && server.releaseWantedAt > server.quarantinedAt ? (
              <span className="text-soft">Released; the next look takes it as it is</span>
            ) : (
              <ActionForm action={release} className="grid justify-items-start gap-1">
                <input type="hidden" name="serverId" value={server.id} />
                <Submit>It is right so: release</Submit>
              </ActionForm>
            )
          }
        >
          Since <Time at={server.quarantinedAt} as="moment" /> it is only looked at. Missing objects are kept on the
          mail server.
        </Notice>
      ) : null}
      {server.lookedError && !server.quarantinedAt ? (
        <Notice tone="bad" title="The last look failed.">
          {server.lookedError}
        </Notice>
      ) : null}
      {server.maintenance ? (
        <Notice
          tone="note"
          title="Maintenance is on."
          action={
            <ActionForm action={setServerMaintenance} className="contents">
              <input type="hidden" name="serverId" value={server.id} />
              <Submit name="on" value="no">
                End maintenance
              </Submit>
            </ActionForm>
          }
        >
          Nothing is changed on {server.name} until it is off.
        </Notice>
      ) : null}
    </>
  );
}
