import type { Metadata } from "next";
import Form from "next/form";
import Link from "next/link";
import { ActionForm, Submit } from "@/app/_ui/action-form";
import { pageSize, type SearchParams, single, url } from "@/app/_ui/listing";
import { PageHeader } from "@/app/_ui/page";
import { Pagination } from "@/app/_ui/pagination";
import { Selected } from "@/app/_ui/select-all";
import { mayI } from "@/app/(console)/may";
import { countNeedingPassword, listNeedingPassword } from "@/db/addresses";
import { listServerNames } from "@/db/servers";
import { requireRight } from "@/lib/access/session";
import { db } from "@/lib/database";
import { counted, shortName } from "@/lib/format";
import { Choice } from "../../choice";
import { OpenPanel } from "../../open-panel";
import { markSet } from "./actions";
import { PasswordsTable } from "./passwords-table";
import { boxName, passwordFilter, place, placeOf } from "./place";

export const metadata: Metadata = { title: "Addresses that need a password" };
export const dynamic = "force-dynamic";

export default async function Passwords({ searchParams }: { searchParams: SearchParams }) {
  await requireRight("fleet.see");
  const given = await single(searchParams);
  const filter = passwordFilter(given);
  const { serverId: server, accountId: account } = filter;
  const [after, before] = [place(given.after), place(given.before)];
  const [list, total, servers] = await Promise.all([
    listNeedingPassword(db, filter, { after, before, limit: pageSize }),
    countNeedingPassword(db, filter),
    listServerNames(db, "assigned"),
  ]);
  const [first, last] = [list.rows[0], list.rows.at(-1)];
  const panels = new Map(list.rows.map((row) => [row.centralServerId, row.mailServer]));
  const choosing = await mayI("passwords.mark");
  const narrowed = Boolean(server || account || after || before);
  const table = <PasswordsTable rows={list.rows} choosing={choosing} narrowed={narrowed} />;
  return (
    <>
      <PageHeader
        title="Addresses that need a password"
        crumbs={[{ href: "/accounts", name: "Accounts" }]}
        actions={
          <a href={url("/accounts/passwords/passwords.csv", { server, account })} className="button" download>
            Export as CSV
          </a>
        }
      />
      <p className="mb-4 max-w-prose text-soft">
        Plesk does not hand out the passwords of these mailboxes, so they were created on the mail server with a random
        one. Set each on the mail server, or let its owner do it, and say here that it is done.
      </p>
      <div className="mb-3 flex flex-wrap items-start gap-2">
        <SearchForm server={server} servers={servers} />
        <div className="ml-auto flex flex-wrap gap-2">
          {[...panels].map(([serverId, name]) => (
            <OpenPanel key={serverId} serverId={serverId}>
              Open {shortName(name)}
            </OpenPanel>
          ))}
        </div>
      </div>
      {choosing ? (
        <ActionForm action={markSet} quiet={total === 0}>
          {list.rows.length > 0 ? (
            <div className="mb-2 flex flex-wrap items-center justify-end gap-3">
              <Selected name={boxName} />
              <Submit>I have set the selected ones</Submit>
            </div>
          ) : null}
          {table}
        </ActionForm>
      ) : (
        table
      )}
      <Pagination
        summary={counted(total, "address needs a password", "addresses need a password")}
        previous={
          list.earlier && first ? url("/accounts/passwords", { server, account, before: placeOf(first) }) : null
        }
        next={list.more && last ? url("/accounts/passwords", { server, account, after: placeOf(last) }) : null}
        aside={account ? <Link href="/accounts/passwords">Show all of them</Link> : undefined}
      />
    </>
  );
}

function SearchForm({ server, servers }: { server: number | undefined; servers: { id: number; name: string }[] }) {
  if (servers.length < 2) return null;
  return (
    <Form action="/accounts/passwords" className="flex flex-wrap gap-2">
      <Choice
        name="server"
        label="Plesk server"
        value={server}
        all="Every Plesk server"
        options={servers.map(({ id: value, name }) => [value, name] as const)}
      />
      <button type="submit" className="button">
        Filter
      </button>
    </Form>
  );
}
