import type { Metadata } from "next";
import { Notice } from "@/app/_ui/notice";
import { Columns, PageHeader } from "@/app/_ui/page";
import { getFactors } from "@/db/second-factor";
import { listSessions } from "@/db/sessions";
import { sessionLimits } from "@/lib/access/auth";
import { roleWords } from "@/lib/access/rights";
import { requireRight } from "@/lib/access/session";
import { db } from "@/lib/database";
import { env } from "@/lib/env";
import { duration } from "@/lib/format";
import { Tabs } from "../tabs";
import { OwnPassword } from "./password";
import { SecondFactor } from "./second-factor";
import { Sessions } from "./sessions";

export const metadata: Metadata = { title: "You" };
export const dynamic = "force-dynamic";

export default async function You() {
  const me = await requireRight("own");
  const [sessions, factors] = await Promise.all([listSessions(db, me.id, sessionLimits()), getFactors(db, me.id)]);
  const { sessionHours, sessionIdleMinutes, secondFactorRequired } = env();
  const role = roleWords[me.role];
  return (
    <>
      <PageHeader title="Settings" />
      <Tabs current="you" />
      <p className="mb-4 text-soft">
        {me.name}, {me.login}. Your role is {role.name.toLowerCase()}: {role.means}.
      </p>
      <Columns aside={factors.hasPassword ? <OwnPassword /> : null}>
        {me.passwordAlone && secondFactorRequired ? (
          <Notice tone="warn" title="Set up a second factor first.">
            This console asks for one of everybody; nothing else opens before.
          </Notice>
        ) : null}
        <SecondFactor factors={factors} />
        <Sessions sessions={sessions} current={me.sessionId} />
        <p className="text-[0.93em] text-faint">
          A session ends {duration(sessionHours * 3600)} after signing in, and after {duration(sessionIdleMinutes * 60)}{" "}
          in which nobody used it.
        </p>
      </Columns>
    </>
  );
}
