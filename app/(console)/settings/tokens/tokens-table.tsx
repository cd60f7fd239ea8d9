import { ActionForm, Submit } from "@/app/_ui/action-form";
import { type Column, DataTable } from "@/app/_ui/data-table";
import { Status } from "@/app/_ui/status";
import { Time } from "@/app/_ui/time";
import type { ApiToken } from "@/db/api-tokens";
import { May } from "../../may";
import { revoke } from "./actions";

const columns: Column<ApiToken>[] = [
  {
    key: "name",
    title: "Token",
    lead: true,
    cell: ({ name, login }) => (
      <>
        <span className="font-semibold">{name}</span>
        <p className="text-[0.93em] text-faint">{login}</p>
      </>
    ),
  },
  { key: "scope", title: "May", cell: ({ scope }) => (scope === "act" ? "read and act" : "read") },
  {
    key: "ends",
    title: "Ends",
    cell: ({ expiresAt }) =>
      expiresAt < new Date() ? <Status tone="off">Ended</Status> : <Time at={expiresAt} as="moment" />,
  },
  {
    key: "used",
    title: "Last used",
    cell: ({ usedAt, usedFrom }) =>
      usedAt ? (
        <>
          <Time at={usedAt} />
          {usedFrom ? <p className="text-[0.93em] text-faint">from {usedFrom}</p> : null}
        </>
      ) : (
        <span className="text-faint">never</span>
      ),
  },
  {
    key: "revoke",
    title: "Change",
    cell: ({ id, name }) => (
      <May right="tokens.change">
        <ActionForm action={revoke} className="grid justify-items-start gap-1">
          <input type="hidden" name="id" value={id} />
          <Submit>
            Revoke<span className="sr-only"> {name}</span>
          </Submit>
        </ActionForm>
      </May>
    ),
  },
];

export function TokensTable({ tokens }: { tokens: ApiToken[] }) {
  return (
    <DataTable
      caption="API tokens"
      columns={columns}
      rows={tokens}
      rowKey={(token) => token.id}
      empty="There is none yet."
    />
  );
}
