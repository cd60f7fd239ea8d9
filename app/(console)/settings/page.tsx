import type { Metadata } from "next";
import Link from "next/link";
import { Columns, PageHeader } from "@/app/_ui/page";
import { listAdministrators } from "@/db/administrators";
import { getBudget } from "@/db/budget";
import { listSessions } from "@/db/sessions";
import { getStop } from "@/db/stats";
import { db } from "@/lib/database";
import { requireAdmin } from "@/lib/session";
import { Administrators } from "./administrators";
import { OwnPassword } from "./own-password";
import { Schedule } from "./schedule";
import { Sessions } from "./sessions";
import { StopSwitch } from "./stop-switch";

export const metadata: Metadata = { title: "Settings" };
export const dynamic = "force-dynamic";

export default async function Settings() {
  const admin = await requireAdmin();
  const [stop, budget, administrators, sessions] = await Promise.all([
    getStop(db),
    getBudget(db),
    listAdministrators(db),
    listSessions(db, admin.id),
  ]);
  return (
    <>
      <PageHeader
        title="Settings"
        actions={
          <Link href="/settings/tokens" className="button">
            API tokens
          </Link>
        }
      />
      <Columns
        aside={
          <>
            <OwnPassword />
            <Schedule budget={budget} />
          </>
        }
      >
        <StopSwitch stop={stop} />
        <Administrators administrators={administrators} me={admin.id} />
        <Sessions sessions={sessions} current={admin.sessionId} />
      </Columns>
    </>
  );
}
