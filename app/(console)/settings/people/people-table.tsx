import Link from "next/link";
import { type Column, DataTable } from "@/app/_ui/data-table";
import { Status } from "@/app/_ui/status";
import { Time } from "@/app/_ui/time";
import type { Administrator } from "@/db/administrators";
import { roleWords } from "@/lib/access/rights";
import { counted } from "@/lib/format";

export function PeopleTable({
  people,
  sessions,
  me,
}: {
  people: Administrator[];
  /** How many open sessions each has. */
  sessions: ReadonlyMap<number, number>;
  me: number;
}) {
  const columns: Column<Administrator>[] = [
    {
      key: "name",
      title: "Person",
      lead: true,
      cell: ({ id, name, login }) => (
        <>
          <Link href={id === me ? "/settings/you" : `/settings/people/${id}`} className="font-semibold">
            {name}
          </Link>
          <p className="text-[0.93em] text-faint">
            {login}
            {id === me ? ", you" : null}
          </p>
        </>
      ),
    },
    { key: "role", title: "Role", cell: ({ role }) => roleWords[role].name },
    {
      key: "state",
      title: "State",
      cell: (person) => <State person={person} sessions={sessions.get(person.id) ?? 0} />,
    },
    {
      key: "factor",
      title: "Signs in with",
      cell: ({ external, secondFactor }) =>
        external ? (
          "identity provider"
        ) : secondFactor ? (
          "password and second factor"
        ) : (
          <Status tone="mind">password alone</Status>
        ),
    },
    { key: "since", title: "Since", cell: ({ createdAt }) => <Time at={createdAt} as="moment" /> },
  ];
  return <DataTable caption="People" columns={columns} rows={people} rowKey={({ id }) => id} />;
}

export function State({ person, sessions }: { person: Administrator; sessions: number }) {
  if (person.disabledAt)
    return (
      <Status
        tone="off"
        note={
          <>
            since <Time at={person.disabledAt} as="moment" />
          </>
        }
      >
        Disabled
      </Status>
    );
  return (
    <Status tone="good" note={sessions > 0 ? counted(sessions, "session") : "not signed in"}>
      Active
    </Status>
  );
}
