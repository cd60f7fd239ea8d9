import { ActionForm, Submit } from "@/app/_ui/action-form";
import { Panel } from "@/app/_ui/page";
import { Status } from "@/app/_ui/status";
import { May } from "@/app/(console)/may";
import type { MailServerRow } from "@/db/mail-servers";
import { setRhythm } from "./actions";

/** Who starts a synchronization: every look by itself, or only somebody who asks. */
export function Rhythm({ mail }: { mail: MailServerRow }) {
  return (
    <Panel title="Synchronization">
      <Status tone={mail.automatic ? "good" : "waiting"}>{mail.automatic ? "By itself" : "When somebody asks"}</Status>
      <p className="mt-1.5 mb-3 text-soft">
        {mail.automatic
          ? "What is new or changed on an assigned server is synchronized at the next look."
          : "What is new or changed is looked at and shown as outdated. Moves that are under way go on."}
      </p>
      <May right="mail-servers.change">
        <ActionForm action={setRhythm} className="grid justify-items-start gap-2">
          <input type="hidden" name="mailServer" value={mail.id} />
          <Submit name="automatic" value={mail.automatic ? "off" : "on"}>
            {mail.automatic ? "Wait until somebody asks" : "Synchronize by itself"}
          </Submit>
        </ActionForm>
      </May>
    </Panel>
  );
}
