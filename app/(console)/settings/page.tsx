import type { Metadata } from "next";
import { Columns, PageHeader } from "@/app/_ui/page";
import { getBudget } from "@/db/budget";
import { getStop } from "@/db/stats";
import { requireRight } from "@/lib/access/session";
import { db } from "@/lib/database";
import { Schedule } from "./schedule";
import { StopSwitch } from "./stop-switch";
import { Tabs } from "./tabs";

export const metadata: Metadata = { title: "Settings" };
export const dynamic = "force-dynamic";

export default async function Settings() {
  await requireRight("fleet.see");
  const [stop, budget] = await Promise.all([getStop(db), getBudget(db)]);
  return (
    <>
      <PageHeader title="Settings" />
      <Tabs current="console" />
      <Columns aside={<Schedule budget={budget} />}>
        <StopSwitch stop={stop} />
      </Columns>
    </>
  );
}
