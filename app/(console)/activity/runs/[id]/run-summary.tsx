import Link from "next/link";
import { Facts } from "@/app/_ui/page";
import { Time } from "@/app/_ui/time";
import type { Run } from "@/db/runs";
import { count, duration } from "@/lib/format";
import { RunOutcomeStatus } from "../../run-words";

export function RunSummary({ run }: { run: Run }) {
  const seconds = ((run.finishedAt ?? new Date()).getTime() - run.startedAt.getTime()) / 1000;
  return (
    <div className="panel mb-7 grid gap-x-10 gap-y-2 px-4 py-4 lg:grid-cols-2">
      <Facts
        facts={[
          ["Outcome", <RunOutcomeStatus key="outcome" run={run} />],
          [
            "Plesk server",
            run.registered ? (
              <Link key="server" href={`/servers/${run.serverId}`}>
                {run.server}
              </Link>
            ) : (
              `${run.server}, unregistered since`
            ),
          ],
          [
            "Mail server",
            run.mailServer ? (
              <Link key="mail" href={`/mail/${run.mailServerId}`}>
                {run.mailServer}
              </Link>
            ) : (
              `${run.mailServerId}, removed since`
            ),
          ],
          ["Started by", run.startedBy],
        ]}
      />
      <Facts
        facts={[
          ["Started", <Time key="started" at={run.startedAt} as="moment" />],
          [run.finishedAt ? "Took" : "Running for", duration(seconds)],
          ["Looked at", `${count(run.looked)} accounts`],
          ["Changes", `${count(run.changed)} made, ${count(run.failed)} failed`],
        ]}
      />
    </div>
  );
}
