import type { Metadata } from "next";
import Link from "next/link";
import { Icon } from "@/app/_ui/icon";
import { pageSize, type SearchParams } from "@/app/_ui/listing";
import { PageHeader } from "@/app/_ui/page";
import { Pagination } from "@/app/_ui/pagination";
import { countAccounts, listAccounts } from "@/db/accounts";
import { countNeedingPassword } from "@/db/addresses";
import { listMailServers } from "@/db/mail-servers";
import { listServerNames } from "@/db/servers";
import { requireRight } from "@/lib/access/session";
import { db } from "@/lib/database";
import { count, counted } from "@/lib/format";
import { mayI } from "../may";
import { AccountsTable } from "./accounts-table";
import { Filters } from "./filters";
import { ManyAccounts } from "./many-accounts";
import { accountSearch, filterOf, isNarrowed, listAddress, pageOf } from "./search";

export const metadata: Metadata = { title: "Accounts" };
export const dynamic = "force-dynamic";

export default async function Accounts({ searchParams }: { searchParams: SearchParams }) {
  await requireRight("fleet.see");
  const search = await accountSearch(searchParams);
  const [list, total, servers, mailServers, passwords] = await Promise.all([
    listAccounts(db, filterOf(search), pageOf(search, pageSize)),
    countAccounts(db, filterOf(search)),
    listServerNames(db, "assigned"),
    listMailServers(db),
    countNeedingPassword(db, {}),
  ]);
  const choosing = await mayI("synchronize");
  return (
    <>
      <PageHeader
        title="Accounts"
        actions={
          <>
            <a href={listAddress(search, {}, "/accounts/accounts.csv")} className="button" download>
              Export as CSV
            </a>
            {passwords > 0 ? (
              <Link href="/accounts/passwords" className="button">
                <Icon name="key" />
                {counted(passwords, "address needs", "addresses need")} a password
              </Link>
            ) : null}
          </>
        }
      />
      <Filters search={search} servers={servers} mailServers={mailServers} />
      <form action="/accounts/together">
        {choosing && list.rows.length > 0 ? <ManyAccounts search={search} total={total} /> : null}
        <AccountsTable
          rows={list.rows}
          choosing={choosing}
          narrowed={isNarrowed(search)}
          sorting={{
            sort: search.sort,
            descending: search.order === "down",
            href: (sort, down) =>
              listAddress(search, { sort: sort as typeof search.sort, order: down ? "down" : "up" }),
          }}
        />
      </form>
      <Pagination
        summary={total.capped ? `more than ${count(total.count)} accounts` : counted(total.count, "account")}
        previous={list.before === undefined ? null : listAddress(search, { before: list.before })}
        next={list.after === undefined ? null : listAddress(search, { after: list.after })}
      />
    </>
  );
}
