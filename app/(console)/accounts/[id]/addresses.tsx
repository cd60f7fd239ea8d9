import { z } from "zod";
import { type Column, DataTable } from "@/app/_ui/data-table";
import { url } from "@/app/_ui/listing";
import { Section } from "@/app/_ui/page";
import { Pagination } from "@/app/_ui/pagination";
import { Status } from "@/app/_ui/status";
import type { Account } from "@/db/account";
import type { AddressRow } from "@/db/addresses";
import { counted, listed, shortName } from "@/lib/format";

const stored = z.object({
  mailbox: z.unknown().nullable(),
  forwards: z.array(z.string()).nullable(),
  aliases: z.array(z.string()),
  autoresponder: z.object({ enabled: z.boolean() }).nullable(),
});

/** What an address is, in words: "mailbox, forwards to a and b". */
function words(address: unknown): string | null {
  const parsed = stored.safeParse(address).data;
  if (!parsed) return null;
  const parts = [
    parsed.mailbox ? "mailbox" : "",
    parsed.forwards?.length ? `forwards to ${listed(parsed.forwards)}` : "",
    parsed.aliases.length > 0 ? `also ${listed(parsed.aliases)}` : "",
    parsed.autoresponder?.enabled ? "autoresponder" : "",
  ].filter(Boolean);
  return parts.join(", ") || "off";
}

function Compared({ row }: { row: AddressRow }) {
  if (row.missingSince) return <Status tone="warn">gone, kept on the mail server</Status>;
  if (!row.central) return <Status tone="waiting">not there yet</Status>;
  if (words(row.source) !== words(row.central)) return <Status tone="warn">different</Status>;
  return row.needsPassword ? <Status tone="warn">needs a password</Status> : <Status tone="good">same</Status>;
}

/** A domain's addresses on both sides, some at a time. */
export function Addresses({ account, rows, more }: { account: Account; rows: AddressRow[]; more: boolean }) {
  const columns: Column<AddressRow>[] = [
    { key: "name", title: "Address", lead: true, cell: (row) => `${row.name}@${account.name}` },
    { key: "source", title: account.server, short: shortName(account.server), cell: (row) => words(row.source) ?? "–" },
    {
      key: "central",
      title: account.mailServer ?? "Mail server",
      short: shortName(account.mailServer ?? "Mail server"),
      cell: (row) => words(row.central) ?? "–",
    },
    { key: "compared", title: "Compared", cell: (row) => <Compared row={row} /> },
  ];
  const last = rows.at(-1);
  return (
    <Section title="Addresses" note={counted(account.addressCount, "address", "addresses")}>
      <DataTable caption="Addresses" columns={columns} rows={rows} rowKey={(row) => row.name} />
      {more && last ? (
        <Pagination
          summary=""
          previous={null}
          next={`${url(`/accounts/${account.id}`, { behind: last.name })}#addresses`}
        />
      ) : null}
    </Section>
  );
}
