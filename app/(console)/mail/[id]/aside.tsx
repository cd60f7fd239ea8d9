import Link from "next/link";
import { Chart } from "@/app/_ui/chart";
import { Facts, Panel } from "@/app/_ui/page";
import { Meter } from "@/app/_ui/progress";
import { Status } from "@/app/_ui/status";
import { Time } from "@/app/_ui/time";
import { May } from "@/app/(console)/may";
import type { AssignedServer } from "@/db/assignments";
import type { MailServerRow } from "@/db/mail-servers";
import type { Latency } from "@/db/progress";
import type { Run } from "@/db/runs";
import type { ProbeState } from "@/db/schema";
import type { Server } from "@/db/server";
import { bytes, count, counted, shortName } from "@/lib/format";
import { FleetMap } from "./fleet-map";
import { Rhythm } from "./rhythm";

export function MailServerAside({
  mail,
  server,
  runs,
  latency,
  assigned,
}: {
  mail: MailServerRow;
  server: Server;
  runs: readonly Run[];
  latency: readonly Latency[];
  assigned: readonly AssignedServer[];
}) {
  const { smtp, imap, pop3, panel } = server.probes;
  return (
    <>
      <Panel title="Services">
        <Facts
          facts={[
            ["SMTP", <Service key="smtp" state={smtp} up="Running" />],
            ["IMAP", <Service key="imap" state={imap} up="Running" />],
            ["POP3", <Service key="pop3" state={pop3} up="Running" />],
            ["Panel", <Service key="panel" state={panel} up="Answers" />],
          ]}
        />
        <p className="mt-1.5 mb-3 text-[0.93em] text-faint">
          {mail.netCheckedAt ? (
            <>
              looked at <Time at={mail.netCheckedAt} />, the same since <Time at={mail.netSince} as="moment" />
            </>
          ) : (
            "not looked at yet"
          )}
        </p>
        <Chart points={latency} />
      </Panel>
      {assigned.length > 0 ? (
        <Panel title="Map">
          <FleetMap mail={mail} assigned={assigned} />
        </Panel>
      ) : null}
      <Rhythm mail={mail} />
      <Panel title="Room">
        <Room server={server} />
      </Panel>
      <Panel title="Last runs" actions={<Link href={`/activity?mail=${mail.id}`}>All</Link>}>
        <Runs runs={runs} />
      </Panel>
      <Panel title="Server" actions={<Link href={`/servers/${mail.serverId}`}>Details</Link>}>
        <Facts
          facts={[
            ["Plesk", [server.version, server.os].filter(Boolean).join(", ") || "not known yet"],
            ["MX host", mail.mxHost],
            [
              "Mail server",
              <>
                ID {mail.id}, since <Time at={mail.definedAt} as="moment" />
              </>,
            ],
            ["Accounts", `${counted(mail.clients, "client")}, ${counted(mail.domains, "domain")}`],
          ]}
        />
        <May right="mail-servers.remove">
          <p className="mt-3">
            <Link href={`/mail/remove?id=${mail.id}`} className="text-soft hover:text-ink">
              Remove the role …
            </Link>
          </p>
        </May>
      </Panel>
    </>
  );
}

function Service({ state, up }: { state: ProbeState | undefined; up: string }) {
  if (!state) return <Status tone="unknown">Unknown</Status>;
  return state.ok ? (
    <Status tone="good">{up}</Status>
  ) : (
    <Status tone="bad" note={state.cause}>
      Does not answer
    </Status>
  );
}

function Room({ server }: { server: Server }) {
  const { domainCount, domainLimit, clientCount, clientLimit, diskUsed, diskTotal } = server;
  const used = (value: number, limit: number | null, what: string) => (
    <div className="grid gap-1.5">
      <span className="numeric">
        {limit === null ? `${count(value)} ${what}, no limit` : `${count(value)} of ${count(limit)} ${what}`}
      </span>
      {limit === null ? null : <Meter share={value / limit} tone={value / limit > 0.95 ? "bad" : "accent"} />}
    </div>
  );
  return (
    <Facts
      facts={[
        ["Licence", used(domainCount, domainLimit, "domains")],
        ...(clientLimit === null ? [] : ([["", used(clientCount, clientLimit, "clients")]] as const)),
        ["Disk", diskUsed === null || diskTotal === null ? "not known" : `${bytes(diskUsed)} of ${bytes(diskTotal)}`],
      ]}
    />
  );
}

function Runs({ runs }: { runs: readonly Run[] }) {
  if (runs.length === 0) return <p className="text-soft">None yet.</p>;
  return (
    <Facts
      facts={runs.map((run) => [
        <Link key={run.id} href={`/activity/runs/${run.id}`} className="text-soft hover:text-ink">
          <Time at={run.startedAt} as="moment" />
        </Link>,
        <RunOutcome key={run.id} run={run} />,
      ])}
    />
  );
}

function RunOutcome({ run }: { run: Run }) {
  const where = shortName(run.server);
  if (!run.finishedAt)
    return (
      <Status tone="busy" note={run.step}>
        Running on {where}
      </Status>
    );
  if (run.outcome === "failed" || run.failed > 0) {
    return (
      <Status tone="bad" note={run.error ?? where}>
        {run.failed > 0 ? `${count(run.failed)} of ${count(run.changed + run.failed)} failed` : "Failed"}
      </Status>
    );
  }
  return (
    <Status tone={run.outcome === "stopped" ? "off" : "good"} note={where}>
      {run.outcome === "stopped"
        ? "Stopped"
        : run.changed > 0
          ? `${count(run.changed)} changed`
          : `${count(run.looked)} looked at`}
    </Status>
  );
}
