import { Notice } from "@/app/_ui/notice";
import { Time } from "@/app/_ui/time";
import type { Guard } from "@/db/guards";
import type { MailServerRow } from "@/db/mail-servers";
import { clause } from "@/lib/format";
import { Guards } from "../../guards";
import { TestConnection } from "../../servers/test-connection";

/** What is wrong with a mail server or with a server assigned to it, what that means for mail, and what to do. */
export function WhatToDo({ mail, guards }: { mail: MailServerRow; guards: readonly Guard[] }) {
  return (
    <>
      {mail.netStatus === "error" ? (
        <Notice
          tone="bad"
          title={`${clause(mail.netCause ?? "The mail server cannot be reached")}.`}
          action={<TestConnection serverId={mail.serverId} />}
        >
          Since <Time at={mail.netSince} as="moment" /> (<Time at={mail.netSince} />
          ). Start the service on {mail.name}, or open its panel and look there. Nothing is changed meanwhile: the MX
          records stay, senders keep trying, and the console goes on by itself once it answers.
        </Notice>
      ) : null}
      <Guards guards={guards} />
    </>
  );
}
