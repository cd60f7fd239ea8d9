import type { Metadata } from "next";
import Link from "next/link";
import { Icon } from "@/app/_ui/icon";
import { PageHeader } from "@/app/_ui/page";
import { listAdministrators } from "@/db/administrators";
import { countSessions } from "@/db/sessions";
import { sessionLimits } from "@/lib/access/auth";
import { requireRight } from "@/lib/access/session";
import { db } from "@/lib/database";
import { May } from "../../may";
import { Tabs } from "../tabs";
import { PeopleTable } from "./people-table";

export const metadata: Metadata = { title: "People" };
export const dynamic = "force-dynamic";

export default async function People() {
  const admin = await requireRight("people.see");
  const [people, sessions] = await Promise.all([listAdministrators(db), countSessions(db, sessionLimits())]);
  return (
    <>
      <PageHeader
        title="Settings"
        actions={
          <May right="people.change">
            <Link href="/settings/people/new" className="button button-primary">
              <Icon name="add" />
              Add a person
            </Link>
          </May>
        }
      />
      <Tabs current="people" />
      <PeopleTable people={people} sessions={sessions} me={admin.id} />
    </>
  );
}
