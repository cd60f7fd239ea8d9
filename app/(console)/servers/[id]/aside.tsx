import Link from "next/link";
import { ActionForm, Submit } from "@/app/_ui/action-form";
import { Chart } from "@/app/_ui/chart";
import { Facts, Panel } from "@/app/_ui/page";
import { Status } from "@/app/_ui/status";
import { Time } from "@/app/_ui/time";
import { May, Proved } from "@/app/(console)/may";
import type { Latency } from "@/db/progress";
import type { Server } from "@/db/server";
import { bytes, count } from "@/lib/format";
import { LabelChips } from "../label-chips";
import { Fingerprint } from "../new/certificate-facts";
import { makeNewKey, setServerMaintenance } from "./actions";

const of = (value: number, limit: number | null) =>
  limit === null ? count(value) : `${count(value)} of ${count(limit)}`;

export function ServerAside({ server, latency }: { server: Server; latency: Latency[] }) {
  return (
    <>
      <Panel title="Answer time">
        <Chart points={latency} />
      </Panel>
      <Panel
        title="Server"
        actions={
          <May right="servers.change">
            <Link href={`/servers/${server.id}/edit`}>Edit</Link>
          </May>
        }
      >
        <Facts
          facts={[
            ["Address", `${server.host}:${server.port}`],
            ...(server.labels.length > 0
              ? ([["Labels", <LabelChips key="labels" labels={server.labels} />]] as const)
              : []),
            ["Mail ports", `SMTP ${server.smtpPort}, IMAP ${server.imapPort}, POP3 ${server.pop3Port}`],
            ["Plesk", [server.version, server.os].filter(Boolean).join(", ") || "not known yet"],
            ["IP", server.ipAddresses.join(", ") || "not known yet"],
            ["Clients", of(server.clientCount, server.clientLimit)],
            ["Domains", of(server.domainCount, server.domainLimit)],
            ...(server.diskUsed === null || server.diskTotal === null
              ? []
              : ([["Disk", `${bytes(server.diskUsed)} of ${bytes(server.diskTotal)}`]] as const)),
            [
              "Registered",
              <span key="registered">
                <Time at={server.registeredAt} as="moment" /> by {server.registeredBy}
              </span>,
            ],
          ]}
        />
      </Panel>
      <Panel
        title="Certificate and key"
        actions={
          <May right="servers.keys">
            <Link href={`/servers/${server.id}/certificate`}>Compare</Link>
          </May>
        }
      >
        <Facts
          facts={[
            ["Key of", server.login],
            ["Certificate", "confirmed, SHA-256:"],
          ]}
        />
        <p className="mt-1.5">
          <Fingerprint value={server.fingerprint} />
        </p>
        <May right="servers.keys">
          <ActionForm action={makeNewKey} className="mt-3 grid justify-items-start gap-1">
            <input type="hidden" name="serverId" value={server.id} />
            <Proved>
              <Submit>Make a new secret key</Submit>
            </Proved>
          </ActionForm>
        </May>
      </Panel>
      <Panel title="Maintenance">
        <p className="mb-3 text-soft">
          {server.maintenance ? (
            <Status tone="off">On: nothing is changed on this server</Status>
          ) : (
            "Off. While on, the console looks and changes nothing on this server."
          )}
        </p>
        <div className="flex flex-wrap gap-2">
          <May right="servers.change">
            <ActionForm action={setServerMaintenance} className="contents">
              <input type="hidden" name="serverId" value={server.id} />
              <Submit name="on" value={server.maintenance ? "no" : "yes"}>
                {server.maintenance ? "End maintenance" : "Begin maintenance"}
              </Submit>
            </ActionForm>
          </May>
          <May right="servers.keys">
            <Link href={`/servers/${server.id}/unregister`} className="button button-danger">
              Unregister …
            </Link>
          </May>
        </div>
      </Panel>
    </>
  );
}
