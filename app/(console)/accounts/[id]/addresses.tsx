import { type Column, DataTable } from "@/app/_ui/data-table";
import { url } from "@/app/_ui/listing";
import { Section } from "@/app/_ui/page";
import { Pagination } from "@/app/_ui/pagination";
import { Status, type Tone } from "@/app/_ui/status";
import { Time } from "@/app/_ui/time";
import type { Account } from "@/db/account";
import type { AddressRow } from "@/db/addresses";
import { counted, shortName } from "@/lib/format";
import { type AddressState, addressState, addressWords } from "./address-state";

const looks: Record<AddressState, { tone: Tone; words: string }> = {
  same: { tone: "good", words: "same" },
  different: { tone: "warn", words: "different" },
  "not there yet": { tone: "waiting", words: "not there yet" },
  "needs a password": { tone: "warn", words: "needs a password" },
  "made there": { tone: "off", words: "made on the mail server" },
  "changed there": { tone: "off", words: "changed on the mail server, left so" },
  "removed there": { tone: "off", words: "removed on the mail server, left so" },
  kept: { tone: "warn", words: "gone, kept on the mail server" },
  gone: { tone: "off", words: "gone from both" },
};

function Compared({ account, row }: { account: Account; row: AddressRow }) {
  const state = addressState(row, account);
  const { tone, words } = looks[state];
  return (
    <Status tone={tone} note={state === "kept" && row.missingSince ? <Time at={row.missingSince} /> : undefined}>
      {words}
    </Status>
  );
}

/** A domain's addresses on both sides, some at a time. */
export function Addresses({
  account,
  rows,
  more,
  all,
}: {
  account: Account;
  rows: AddressRow[];
  more: boolean;
  /** How many there are on either side. */
  all: number;
}) {
  const columns: Column<AddressRow>[] = [
    { key: "name", title: "Address", lead: true, cell: (row) => `${row.name}@${account.name}` },
    {
      key: "source",
      title: account.server,
      short: shortName(account.server),
      cell: (row) => addressWords(row.source) ?? "–",
    },
    {
      key: "central",
      title: account.mailServer ?? "Mail server",
      short: shortName(account.mailServer ?? "Mail server"),
      cell: (row) => addressWords(row.central) ?? "–",
    },
    { key: "compared", title: "Compared", cell: (row) => <Compared account={account} row={row} /> },
  ];
  const last = rows.at(-1);
  return (
    <Section title="Addresses" note={counted(all, "address", "addresses")}>
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
