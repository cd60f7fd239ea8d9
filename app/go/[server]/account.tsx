import Link from "next/link";
import { Front } from "@/app/_ui/front";
import { Notice } from "@/app/_ui/notice";
import { OpenPanel } from "@/app/(console)/open-panel";
import type { LandingAccount } from "@/db/landing";

/** One domain or client of the assigned server, and the way to it on the mail server. */
export function Account({
  account,
  server,
  mailServer,
  centralServerId,
}: {
  account: LandingAccount;
  server: string;
  mailServer: string;
  centralServerId: number;
}) {
  const client = account.kind === "client" ? account.name : account.owner;
  return (
    <Front title={account.name}>
      <p className="text-soft [overflow-wrap:anywhere]">
        The mail of this {account.kind} of {server} is handled by {mailServer}.
      </p>
      {account.suspended ? (
        <Notice tone="warn" title={`${client} is suspended.`}>
          No session is opened for a suspended client. Mail is still received; activate the client on {server} first.
        </Notice>
      ) : account.centralId === null ? (
        <Notice tone="note" title="Not on the mail server yet.">
          It is being created; its page here shows how far it is.
        </Notice>
      ) : (
        <OpenPanel serverId={centralServerId} className="button button-primary w-full" otherwise={<PanelIsForOthers />}>
          Open {mailServer}
        </OpenPanel>
      )}
      <Link href={`/accounts/${account.id}`} className="button">
        See its mail account here
      </Link>
    </Front>
  );
}

export function PanelIsForOthers() {
  return <p className="text-soft">Its panel is opened from here by administrators of the console alone.</p>;
}
