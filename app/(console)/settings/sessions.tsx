import { ActionForm, Submit } from "@/app/_ui/action-form";
import { type Column, DataTable } from "@/app/_ui/data-table";
import { Section } from "@/app/_ui/page";
import { Time } from "@/app/_ui/time";
import type { listSessions } from "@/db/sessions";
import { endSession } from "./actions";

type Session = Awaited<ReturnType<typeof listSessions>>[number];

/** "Firefox on Linux", as far as a browser tells. */
function browser(agent: string): string {
  const name = [/Edg\//, /OPR\//, /Firefox\//, /Chrome\//, /Safari\//].findIndex((pattern) => pattern.test(agent));
  const system = ["Windows", "Mac OS", "Android", "iPhone", "Linux"].find((each) => agent.includes(each));
  const word = ["Edge", "Opera", "Firefox", "Chrome", "Safari"][name] ?? "A browser";
  return system ? `${word} on ${system}` : word;
}

export function Sessions({ sessions, current }: { sessions: Session[]; current: string }) {
  const columns: Column<Session>[] = [
    { key: "browser", title: "Browser", lead: true, cell: (session) => browser(session.userAgent) },
    { key: "address", title: "Address", cell: (session) => session.address || "unknown" },
    { key: "since", title: "Signed in", cell: (session) => <Time at={session.createdAt} as="moment" /> },
    { key: "seen", title: "Last seen", cell: (session) => <Time at={session.seenAt} /> },
    {
      key: "end",
      title: "Change",
      cell: (session) =>
        session.id === current ? (
          <span className="text-faint">this browser</span>
        ) : (
          <ActionForm action={endSession} className="grid justify-items-start gap-1">
            <input type="hidden" name="session" value={session.id} />
            <Submit>End</Submit>
          </ActionForm>
        ),
    },
  ];
  return (
    <Section title="Your sessions">
      <DataTable caption="Your sessions" columns={columns} rows={sessions} rowKey={(session) => session.id} />
    </Section>
  );
}
