import { ActionForm, Submit } from "@/app/_ui/action-form";
import { Icon } from "@/app/_ui/icon";
import { PageHeader } from "@/app/_ui/page";
import { NetStatus, SyncStatus } from "@/app/_ui/status";
import { May } from "@/app/(console)/may";
import { OpenPanel } from "@/app/(console)/open-panel";
import type { MailServerRow } from "@/db/mail-servers";
import { operate } from "../actions";
import { AskAgain } from "./waiting";

export function Head({ mail }: { mail: MailServerRow }) {
  return (
    <PageHeader
      title={mail.name}
      crumbs={[{ href: "/mail", name: "Centralized Mail" }]}
      status={
        <>
          <NetStatus status={mail.netStatus} />
          <SyncStatus status={mail.syncStatus} outdated={mail.outdated} />
        </>
      }
      actions={
        <>
          <OpenPanel serverId={mail.serverId}>Open panel</OpenPanel>
          {mail.assigned > 0 ? (
            <May right="synchronize">
              <AskAgain mailServerId={mail.id} serverIds={[]} wish="synchronize">
                Preview
              </AskAgain>
              <ActionForm action={operate} className="flex flex-wrap items-center gap-2">
                <Submit name="only" value={String(mail.id)} className="button button-primary">
                  <Icon name="sync" />
                  Synchronize
                </Submit>
              </ActionForm>
            </May>
          ) : null}
        </>
      }
    />
  );
}
