import Link from "next/link";
import { Notice } from "@/app/_ui/notice";
import { Time } from "@/app/_ui/time";
import type { AssignedServer } from "@/db/assignments";
import type { MailServerRow } from "@/db/mail-servers";
import { clause } from "@/lib/format";

/** What is wrong with a mail server or with a server assigned to it, what that means for mail, and what to do. */
export function WhatToDo({ mail, assigned }: { mail: MailServerRow; assigned: readonly AssignedServer[] }) {
  return (
    <>
      {mail.netStatus === "error" ? (
        <Notice
          tone="bad"
          title={`${clause(mail.netCause ?? "The mail server cannot be reached")}.`}
          action={
            <Link href={`/servers/${mail.serverId}`} className="button">
              Test the connection
            </Link>
          }
        >
          Since <Time at={mail.netSince} as="moment" /> (<Time at={mail.netSince} />
          ). Start the service on {mail.name}, or open its panel and look there. Nothing is changed meanwhile: the MX
          records stay, senders keep trying, and the console goes on by itself once it answers.
        </Notice>
      ) : null}
      {mail.maintenance ? (
        <Notice tone="warn" title={`${mail.name} is in maintenance.`}>
          The console looks and changes nothing until you end it on{" "}
          <Link href={`/servers/${mail.serverId}`}>the server's page</Link>.
        </Notice>
      ) : null}
      {assigned
        .filter((server) => server.quarantinedAt)
        .map((server) => (
          <Notice
            key={server.serverId}
            tone="bad"
            title={`${server.name} is in quarantine.`}
            action={
              <Link href={`/servers/${server.serverId}`} className="button">
                See and decide
              </Link>
            }
          >
            {server.quarantineReason} It is only looked at until you decide; no mail account is touched.
          </Notice>
        ))}
    </>
  );
}
