import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { cache } from "react";
import { ActionForm, Submit } from "@/app/_ui/action-form";
import { Icon } from "@/app/_ui/icon";
import { type SearchParams, single } from "@/app/_ui/listing";
import { Live } from "@/app/_ui/live";
import { Columns, PageHeader } from "@/app/_ui/page";
import { SyncStatus } from "@/app/_ui/status";
import { May } from "@/app/(console)/may";
import { type Account, getAccount, listDeeds, listRecorded } from "@/db/account";
import { listAddresses } from "@/db/addresses";
import { getHolder, getNamesake } from "@/db/conflicts";
import { isRunning } from "@/db/runs";
import { getWantedZone } from "@/db/wanted-zones";
import { requireRight } from "@/lib/access/session";
import { db } from "@/lib/database";
import { shortName } from "@/lib/format";
import { wantedRecords } from "@/lib/wanted-records";
import { OpenPanel } from "../../open-panel";
import { synchronizeAccount } from "./actions";
import { Addresses } from "./addresses";
import { AccountAside } from "./aside";
import { Comparison } from "./comparison";
import { Conflict, Namesake } from "./conflict";
import { History } from "./history";
import { ProblemPanel } from "./problem-panel";
import { readRecordsCheck } from "./records-check";
import { Timeline } from "./timeline";
import { WantedRecords } from "./wanted-records";

export const dynamic = "force-dynamic";

const read = cache(async (id: string) => (/^\d{1,15}$/.test(id) ? await getAccount(db, Number(id)) : null));

/** Its MX is for somebody else to change, and may be changed now: the mail server takes its mail. */
const isElsewhere = ({ problem }: Account) => ["dns-elsewhere", "mx-elsewhere", "mx-astray"].includes(problem ?? "");

interface Props {
  params: Promise<{ id: string }>;
  searchParams: SearchParams;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  // A title is sent before the page has looked who asks.
  await requireRight("fleet.see");
  return { title: (await read((await params).id))?.name ?? "Account" };
}

export default async function AccountPage({ params, searchParams }: Props) {
  await requireRight("fleet.see");
  const account = await read((await params).id);
  if (!account) notFound();
  const { behind, records } = await single(searchParams);
  const [recorded, deeds, addresses, running, wanted, check, holder, namesake] = await Promise.all([
    listRecorded(db, account.id),
    listDeeds(db, account.id, 15),
    listAddresses(db, account.id, { after: behind, limit: 20 }),
    isRunning(db, { serverId: account.serverId }),
    isElsewhere(account) ? getWantedZone(db, account.id) : null,
    readRecordsCheck(records, account.id),
    account.problem === "domain-assigned-elsewhere" ? getHolder(db, account) : null,
    getNamesake(db, account),
  ]);
  const plural = account.kind === "client" ? "Clients" : "Domains";
  return (
    <>
      {running ? <Live /> : null}
      <PageHeader
        title={account.name}
        crumbs={[
          { href: "/accounts", name: "Accounts" },
          { href: `/accounts?kind=${account.kind}`, name: plural },
        ]}
        status={<SyncStatus status={account.netStatus === "online" ? account.syncStatus : "unknown"} />}
        actions={
          account.mailServer === null || account.centralServerId === null ? null : (
            <>
              <OpenPanel serverId={account.centralServerId}>Open on {shortName(account.mailServer)}</OpenPanel>
              <May right="synchronize">
                <ActionForm action={synchronizeAccount} className="contents">
                  <input type="hidden" name="accountId" value={account.id} />
                  <Submit className="button button-primary">
                    <Icon name="sync" />
                    Synchronize
                  </Submit>
                </ActionForm>
              </May>
            </>
          )
        }
      />
      <ProblemPanel account={account} />
      <Timeline account={account} />
      <Columns aside={<AccountAside account={account} recorded={recorded} />}>
        {holder ? <Conflict account={account} holder={holder} /> : null}
        {namesake ? <Namesake account={account} holder={namesake} /> : null}
        {wanted ? (
          <WantedRecords
            account={account}
            wanted={wantedRecords(wanted.domain, wanted.aliases, wanted.mxHost)}
            check={check}
          />
        ) : null}
        <div className="mb-7">
          <Comparison account={account} />
        </div>
        {account.kind === "client" ? (
          <p className="mb-7">
            <Link href={`/accounts?client=${account.id}`}>Domains of {account.name}</Link>
          </p>
        ) : (
          <div id="addresses">{addresses.rows.length > 0 ? <Addresses account={account} {...addresses} /> : null}</div>
        )}
        <History deeds={deeds} />
      </Columns>
    </>
  );
}
