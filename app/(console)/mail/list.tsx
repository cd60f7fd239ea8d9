import { ActionForm, Said, Submit } from "@/app/_ui/action-form";
import { DataTable } from "@/app/_ui/data-table";
import { Icon } from "@/app/_ui/icon";
import { pageSize, url } from "@/app/_ui/listing";
import { Pagination } from "@/app/_ui/pagination";
import { SearchBox } from "@/app/_ui/search-box";
import { Selected } from "@/app/_ui/select-all";
import { Time } from "@/app/_ui/time";
import { May, mayI } from "@/app/(console)/may";
import type { FirstAssigned } from "@/db/assignments";
import type { MailServerOrder, MailServerRow } from "@/db/mail-servers";
import type { OpenRun } from "@/db/progress";
import { count, counted } from "@/lib/format";
import { operate } from "./actions";
import { columns } from "./columns";

export async function MailServerList({
  rows,
  total,
  firsts,
  runs,
  q,
  problem,
  sort,
  descending,
  page,
}: {
  rows: readonly MailServerRow[];
  total: number;
  firsts: readonly FirstAssigned[];
  runs: readonly OpenRun[];
  q: string;
  problem: boolean;
  sort: MailServerOrder;
  descending: boolean;
  page: number;
}) {
  const here = (change: Record<string, string | number | undefined>) =>
    url("/mail", { q, problem: problem ? "any" : undefined, sort, order: descending ? "down" : "up", ...change });
  const choosing = await mayI("synchronize");
  const last = (page - 1) * pageSize + rows.length;
  const probed = rows.flatMap((row) => row.netCheckedAt ?? []).sort((a, b) => b.getTime() - a.getTime())[0];
  const table = (
    <DataTable
      caption="Mail servers"
      columns={columns(firsts, runs)}
      rows={rows}
      rowKey={(row) => row.id}
      sorting={{ sort, descending, href: (key, down) => here({ sort: key, order: down ? "down" : "up" }) }}
      select={choosing ? { name: "id", label: (row) => row.name } : undefined}
      empty={q ? `No mail server matches “${q}”.` : "No mail server has a problem."}
    />
  );
  return (
    <section aria-label="Mail servers" className="grid gap-x-4 gap-y-2.5 md:grid-cols-[auto_minmax(0,1fr)]">
      <div className="flex flex-wrap items-center gap-3">
        <SearchBox
          action="/mail"
          label="Search mail servers and Plesk servers"
          value={q}
          keep={{ problem: problem ? "any" : undefined, sort, order: descending ? "down" : "up" }}
        />
        {problem ? (
          <a
            href={url("/mail", { q })}
            className="button"
            aria-label="Show all mail servers, not only those with a problem"
          >
            Only with a problem <span aria-hidden="true">×</span>
          </a>
        ) : null}
      </div>
      {choosing ? (
        <ActionForm action={operate} className="contents" quiet>
          <div className="flex flex-wrap items-center gap-2 md:justify-end">
            <Selected name="id" />
            <Submit name="deed" value="synchronize">
              <Icon name="sync" />
              Synchronize
            </Submit>
            <Submit name="deed" value="refresh">
              Refresh
            </Submit>
            <May right="mail-servers.remove">
              <Submit name="deed" value="remove" className="button button-danger">
                Remove
              </Submit>
            </May>
          </div>
          <div className="md:col-span-2">
            <div className="not-has-[p:empty]:mb-2.5">
              <Said />
            </div>
            {table}
          </div>
        </ActionForm>
      ) : (
        <div className="md:col-span-2">{table}</div>
      )}
      <div className="md:col-span-2">
        <Pagination
          summary={
            total > pageSize
              ? `${count(last - rows.length + 1)} – ${count(last)} of ${counted(total, "mail server")}`
              : counted(total, "mail server")
          }
          aside={probed ? <p>Looked at {<Time at={probed} />}</p> : undefined}
          previous={page > 1 ? here({ page: page - 1 }) : null}
          next={last < total ? here({ page: page + 1 }) : null}
        />
      </div>
    </section>
  );
}
