import Link from "next/link";
import type { ReactNode } from "react";
import { type Column, DataTable } from "@/app/_ui/data-table";
import { Section } from "@/app/_ui/page";
import { Time } from "@/app/_ui/time";
import type { Account } from "@/db/account";
import type { Holder } from "@/db/conflicts";
import { count, counted, shortName } from "@/lib/format";
import { OpenPanel } from "../../open-panel";
import { stages } from "../stage-status";
import { clientFacts, domainFacts, mxWords } from "./facts";

interface Row {
  field: string;
  show: (account: Account) => ReactNode;
}

const domainRows: Row[] = [
  { field: "Mail", show: (account) => (account.stage ? stages[account.stage].holds : "Handled at home; it waits.") },
  {
    field: "Client",
    show: (account) => [account.owner, account.ownerLabel].filter(Boolean).join(", ") || "administrator",
  },
  {
    field: "Addresses",
    show: (account) => {
      const facts = domainFacts(account.source)?.addresses;
      if (!facts) return count(account.addressCount);
      return `${counted(facts.mailboxes, "mailbox", "mailboxes")}, ${counted(facts.forwards, "forward")}`;
    },
  },
  { field: "Mail service", show: (account) => (domainFacts(account.source)?.mailService ? "on" : "off") },
  {
    field: "MX on its server",
    show: (account) =>
      domainFacts(account.source)
        ?.zones.flatMap(({ mx }) => mx.map(mxWords))
        .join(", ") || "none",
  },
  { field: "Known since", show: (account) => <Time at={account.createdAt} as="moment" /> },
  {
    field: "To keep this one",
    show: (account) => <OpenPanel serverId={account.serverId}>Open {shortName(account.server)}</OpenPanel>,
  },
];

const clientRows: Row[] = [
  { field: "Person", show: (account) => clientFacts(account.source)?.name || "not given" },
  { field: "Company", show: (account) => clientFacts(account.source)?.company || "not given" },
  { field: "E-mail", show: (account) => clientFacts(account.source)?.email || "not given" },
  { field: "Login on the mail server", show: (account) => clientFacts(account.central)?.login || "not there yet" },
  { field: "Domains", show: (account) => <Link href={`/accounts?client=${account.id}`}>See them</Link> },
];

/** Two clients with one login: both are there, so nobody has to decide; one sees who is who. */
export function Namesake({ account, holder }: { account: Account; holder: Holder }) {
  const columns: Column<Row>[] = [
    {
      key: "field",
      title: "",
      width: "w-[17%]",
      lead: true,
      cell: (row) => <span className="text-soft">{row.field}</span>,
    },
    {
      key: "this",
      title: `${account.server}, this one`,
      short: shortName(account.server),
      cell: (row) => row.show(account),
    },
    {
      key: "other",
      title: holder.account.server,
      short: shortName(holder.account.server),
      cell: (row) => row.show(holder.account),
    },
  ];
  return (
    <Section title={`Two clients with the login ${holder.ascii}`}>
      <DataTable caption="Two clients" columns={columns} rows={clientRows} rowKey={(row) => row.field} />
      <p className="mt-2 text-soft">
        They are two clients on {account.mailServer} too, each with its own domains; the one that came later has a login
        of its own there. <Link href={`/accounts/${holder.account.id}`}>See the one of {holder.account.server}</Link>
      </p>
    </Section>
  );
}

/** The same name on two servers, one beside the other, so that a person can see which one is meant. */
export function Conflict({ account, holder }: { account: Account; holder: Holder }) {
  const other = holder.account;
  const columns: Column<Row>[] = [
    {
      key: "field",
      title: "",
      width: "w-[17%]",
      lead: true,
      cell: (row) => <span className="text-soft">{row.field}</span>,
    },
    {
      key: "other",
      title: `Has it: ${other.server}`,
      short: `${shortName(other.server)} has it`,
      cell: (row) => row.show(other),
    },
    {
      key: "this",
      title: `Waits: ${account.server}`,
      short: `${shortName(account.server)} waits`,
      cell: (row) => row.show(account),
    },
  ];
  return (
    <div id="conflict">
      <Section title={`${holder.ascii} on two servers`}>
        <DataTable caption="Side by side" columns={columns} rows={domainRows} rowKey={(row) => row.field} />
        <p className="mt-2 text-soft">
          Mail goes where{" "}
          <Link href={`/accounts/${other.id}`}>
            {other.name} of {other.server}
          </Link>{" "}
          is handled, and nothing of the other one is touched. To keep that, rename or remove the domain on{" "}
          {account.server}. To keep the other, rename it on {other.server}; if it is removed there, close its account
          here and remove it from {other.mailServer ?? "the mail server"} too, where it stays with its mail and its
          name. What is left is taken up after the next look. What lies in mailboxes stays on its server.
        </p>
      </Section>
    </div>
  );
}
