import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { Columns, Facts, PageHeader, Panel, Section } from "@/app/_ui/page";
import { Time } from "@/app/_ui/time";
import { getAdministrator } from "@/db/administrators";
import { listSessions } from "@/db/sessions";
import { sessionLimits } from "@/lib/access/auth";
import { roleWords } from "@/lib/access/rights";
import { requireRight } from "@/lib/access/session";
import { db } from "@/lib/database";
import { May } from "../../../may";
import { SessionsTable } from "../../sessions-table";
import { State } from "../people-table";
import { Deeds } from "./deeds";

export const metadata: Metadata = { title: "Person" };
export const dynamic = "force-dynamic";

export default async function Person({ params }: { params: Promise<{ id: string }> }) {
  const admin = await requireRight("people.see");
  const { id } = await params;
  const person = /^\d{1,9}$/.test(id) ? await getAdministrator(db, Number(id)) : null;
  if (!person) notFound();
  const sessions = await listSessions(db, person.id, sessionLimits());
  const signsIn = person.external
    ? "through the identity provider"
    : person.secondFactor
      ? "with password and second factor"
      : "with the password alone";
  return (
    <>
      <PageHeader
        title={person.name}
        crumbs={[
          { href: "/settings", name: "Settings" },
          { href: "/settings/people", name: "People" },
        ]}
      />
      <Columns aside={<May right="people.change">{person.id === admin.id ? null : <Deeds person={person} />}</May>}>
        <Panel title="Person">
          <Facts
            facts={[
              ["Login", person.login],
              ["Role", `${roleWords[person.role].name}: ${roleWords[person.role].means}`],
              ["State", <State key="state" person={person} sessions={sessions.length} />],
              ["Signs in", signsIn],
              ["Since", <Time key="since" at={person.createdAt} as="moment" />],
            ]}
          />
        </Panel>
        <Section title="Sessions">
          <SessionsTable sessions={sessions} />
        </Section>
      </Columns>
    </>
  );
}
