import Link from "next/link";
import { Notice } from "@/app/_ui/notice";
import { Facts, Panel } from "@/app/_ui/page";
import { Time } from "@/app/_ui/time";
import type { Account, listRecorded } from "@/db/account";
import { counted } from "@/lib/format";
import { IfDeassigned } from "./if-deassigned";
import { LeftBehindPanel } from "./left-behind";
import { WhyOutdated } from "./why";

export function AccountAside({
  account,
  recorded,
}: {
  account: Account;
  recorded: Awaited<ReturnType<typeof listRecorded>>;
}) {
  return (
    <>
      {account.mailServerId === null ? (
        <Notice tone="note" title="This account is closed.">
          Its mail is handled on {account.server} again; it is in no list and no number.
        </Notice>
      ) : null}
      {account.synchronizeWantedAt ? (
        <Notice tone="note" title={`${account.synchronizeWantedBy} wants it synchronized.`}>
          Asked <Time at={account.synchronizeWantedAt} />. The next run that may change something follows.
        </Notice>
      ) : null}
      <WhyOutdated account={account} />
      {account.needsPassword > 0 ? (
        <Panel title="Passwords">
          <p className="mb-2 text-soft">
            {counted(account.needsPassword, "mailbox has", "mailboxes have")} a password that nobody knows: the one on{" "}
            {account.server} could not be read.
          </p>
          <Link href={`/accounts/passwords?account=${account.id}`}>Set them on the mail server</Link>
        </Panel>
      ) : null}
      <LeftBehindPanel account={account} />
      <IfDeassigned account={account} recorded={recorded} />
      <Panel title="Account">
        <Facts
          facts={[
            [
              "Plesk server",
              account.registered ? (
                <Link key="server" href={`/servers/${account.serverId}`}>
                  {account.server}
                </Link>
              ) : (
                `${account.server}, unregistered since`
              ),
            ],
            ...(account.mailServerId === null
              ? []
              : ([
                  [
                    "Mail server",
                    <Link key="mail" href={`/mail/${account.mailServerId}`}>
                      {account.mailServer}
                    </Link>,
                  ],
                ] as const)),
            ...(account.ownerId === null
              ? []
              : ([
                  [
                    "Client",
                    <Link key="owner" href={`/accounts/${account.ownerId}`}>
                      {[account.owner, account.ownerLabel].filter(Boolean).join(", ")}
                    </Link>,
                  ],
                ] as const)),
            ...(account.parentId === null
              ? []
              : ([
                  [
                    "Main domain",
                    <Link key="parent" href={`/accounts/${account.parentId}`}>
                      {account.parent}
                    </Link>,
                  ],
                ] as const)),
            ...(account.ascii === account.name.toLowerCase() ? [] : ([["In DNS", account.ascii]] as const)),
            ["Last change", <Time key="changed" at={account.changedAt} />],
            ["Known since", <Time key="created" at={account.createdAt} as="moment" />],
          ]}
        />
      </Panel>
    </>
  );
}
