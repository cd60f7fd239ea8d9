import type { Metadata } from "next";
import Link from "next/link";
import { z } from "zod";
import { ActionForm, Said } from "@/app/_ui/action-form";
import { Icon } from "@/app/_ui/icon";
import { listing, pageSize, type SearchParams, single, url } from "@/app/_ui/listing";
import { Notice } from "@/app/_ui/notice";
import { PageHeader } from "@/app/_ui/page";
import { Pagination } from "@/app/_ui/pagination";
import { SearchBox } from "@/app/_ui/search-box";
import { May, mayI } from "@/app/(console)/may";
import { listLabels } from "@/db/labels";
import { listMailServers } from "@/db/mail-servers";
import { getQuestion } from "@/db/questions";
import { countServers, listServers, roles, serverOrders } from "@/db/servers";
import { requireRight } from "@/lib/access/session";
import { db } from "@/lib/database";
import { count, counted } from "@/lib/format";
import { Choice } from "../choice";
import { operateServers } from "./actions";
import { leftBehind } from "./left-behind";
import { ManyServers } from "./many-servers";
import { roleWords } from "./role";
import { ServersTable } from "./servers-table";

export const metadata: Metadata = { title: "Plesk servers" };
export const dynamic = "force-dynamic";

const narrowed = z.object({
  role: z.enum(roles).optional().catch(undefined),
  net: z.enum(["online", "error", "unknown"]).optional().catch(undefined),
  label: z.string().trim().max(40).optional().catch(undefined),
  /** The question by which a server was unregistered. */
  unregistered: z.uuid().optional().catch(undefined),
});

export default async function Servers({ searchParams }: { searchParams: SearchParams }) {
  await requireRight("fleet.see");
  const { q, sort, descending, page } = await listing(searchParams, serverOrders);
  const { role, net, label, unregistered } = narrowed.parse(await single(searchParams));
  const filter = { q, role, netStatus: net, label };
  const offset = (page - 1) * pageSize;
  const [total, rows, labels, mailServers, question] = await Promise.all([
    countServers(db, filter),
    listServers(db, filter, { sort, descending, offset, limit: pageSize }),
    listLabels(db),
    listMailServers(db),
    unregistered ? getQuestion(db, unregistered) : null,
  ]);
  const left = leftBehind(question);
  const kept = { q, role, net, label, sort, order: descending ? "down" : "up" };
  const choosing = await mayI("synchronize");
  const table = (
    <ServersTable
      rows={rows}
      choosing={choosing}
      narrowed={Boolean(q || role || net || label)}
      sorting={{
        sort,
        descending,
        href: (key, down) => url("/servers", { ...kept, sort: key, order: down ? "down" : "up" }),
      }}
    />
  );
  const at = (number: number) => url("/servers", { ...kept, page: number });
  return (
    <>
      <PageHeader
        title="Plesk servers"
        actions={
          <May right="servers.keys">
            <Link href="/servers/new" className="button button-primary">
              <Icon name="add" />
              Register server
            </Link>
          </May>
        }
      />
      {left ? (
        <Notice tone="warn" title={`${left.name} is unregistered.`}>
          {left.warning}
        </Notice>
      ) : null}
      <div className="mb-3">
        <SearchBox action="/servers" label="Search Plesk servers" value={q} keep={{ sort, order: kept.order }}>
          <Choice name="role" label="Role" value={role} all="Every role" options={Object.entries(roleWords)} />
          <Choice
            name="net"
            label="Net status"
            value={net}
            all="Every net status"
            options={[
              ["online", "Online"],
              ["error", "Error"],
              ["unknown", "Unknown"],
            ]}
          />
          {labels.length > 0 ? (
            <Choice
              name="label"
              label="Label"
              value={label}
              all="Every label"
              options={labels.map((each) => [each, each] as const)}
            />
          ) : null}
        </SearchBox>
      </div>
      {choosing ? (
        <ActionForm action={operateServers} quiet>
          {rows.length > 0 ? <ManyServers labels={labels} mailServers={mailServers} /> : null}
          <div className="not-has-[p:empty]:mb-2">
            <Said />
          </div>
          {table}
        </ActionForm>
      ) : (
        table
      )}
      <Pagination
        summary={
          total > pageSize
            ? `${count(offset + 1)} – ${count(offset + rows.length)} of ${counted(total, "Plesk server")}`
            : counted(total, "Plesk server")
        }
        previous={page > 1 ? at(page - 1) : null}
        next={offset + rows.length < total ? at(page + 1) : null}
      />
    </>
  );
}
