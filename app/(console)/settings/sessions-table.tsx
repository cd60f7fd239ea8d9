import type { ReactNode } from "react";
import { type Column, DataTable } from "@/app/_ui/data-table";
import { Status } from "@/app/_ui/status";
import { Time } from "@/app/_ui/time";
import type { Session } from "@/db/sessions";

/** "Firefox on Linux", as far as a browser tells. */
function browser(agent: string): string {
  const name = [/Edg\//, /OPR\//, /Firefox\//, /Chrome\//, /Safari\//].findIndex((pattern) => pattern.test(agent));
  const system = ["Windows", "Mac OS", "Android", "iPhone", "Linux"].find((each) => agent.includes(each));
  const word = ["Edge", "Opera", "Firefox", "Chrome", "Safari"][name] ?? "A browser";
  return system ? `${word} on ${system}` : word;
}

/** Where an address is, as far as it tells by itself. */
function place(address: string): string {
  if (/^(127\.|::1$)/.test(address)) return "this machine";
  if (/^(10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|f[cd][0-9a-f]{2}:|fe80:)/i.test(address)) return "private network";
  return "";
}

/** Open sessions: with which browser, from where, since when, last seen when. */
export function SessionsTable({ sessions, end }: { sessions: Session[]; end?: (session: Session) => ReactNode }) {
  const columns: Column<Session>[] = [
    {
      key: "browser",
      title: "Browser",
      lead: true,
      cell: ({ userAgent, newDevice }) =>
        newDevice ? (
          <span className="grid justify-items-start gap-0.5">
            {browser(userAgent)}
            <Status tone="mind">new browser</Status>
          </span>
        ) : (
          browser(userAgent)
        ),
    },
    {
      key: "address",
      title: "Address",
      cell: ({ address }) => (
        <>
          {address || "unknown"}
          <p className="text-[0.93em] text-faint">{place(address)}</p>
        </>
      ),
    },
    { key: "since", title: "Signed in", cell: ({ createdAt }) => <Time at={createdAt} as="moment" /> },
    { key: "seen", title: "Last seen", cell: ({ seenAt }) => <Time at={seenAt} /> },
    { key: "ends", title: "Ends", cell: ({ expiresAt }) => <Time at={expiresAt} as="moment" /> },
    ...(end ? [{ key: "end", title: "Change", cell: end }] : []),
  ];
  return (
    <DataTable
      caption="Sessions"
      columns={columns}
      rows={sessions}
      rowKey={({ id }) => id}
      empty="Nobody is signed in."
    />
  );
}
