import Link from "next/link";
import { ActionForm, Field, Submit } from "@/app/_ui/action-form";
import { Facts, Panel } from "@/app/_ui/page";
import type { MailServerRow } from "@/db/mail-servers";
import { duration } from "@/lib/format";
import { assign, deassign } from "./actions";
import type { ServerPreview } from "./preview";

const longest = (servers: readonly ServerPreview[], key: "buildSeconds" | "drainSeconds") =>
  Math.max(0, ...servers.map((server) => server[key]));

function Chosen({ mailServerId, servers }: { mailServerId: number; servers: readonly ServerPreview[] }) {
  return (
    <>
      <input type="hidden" name="mailServer" value={mailServerId} />
      {servers.map((server) => (
        <input key={server.serverId} type="hidden" name="server" value={server.serverId} />
      ))}
    </>
  );
}

export function ConfirmAssign({ mailServerId, servers }: { mailServerId: number; servers: readonly ServerPreview[] }) {
  return (
    <>
      <Panel title="Time">
        <Facts
          facts={[
            ["Building", `about ${duration(longest(servers, "buildSeconds"))}`],
            ["Until closed", `${duration(longest(servers, "drainSeconds"))} after each MX change`],
          ]}
        />
      </Panel>
      <ActionForm action={assign} className="grid gap-3">
        <Chosen mailServerId={mailServerId} servers={servers} />
        <div className="flex flex-wrap gap-2">
          <Submit className="button button-primary">Assign and start</Submit>
          <Link href={`/mail/${mailServerId}/assign`} className="button">
            Back
          </Link>
        </div>
      </ActionForm>
    </>
  );
}

/** Mail routing changes for many: the name has to be typed. With several servers it is the mail server's. */
export function ConfirmDeassign({
  mailServer,
  servers,
}: {
  mailServer: MailServerRow;
  servers: readonly ServerPreview[];
}) {
  const name = servers.length === 1 ? (servers[0]?.name ?? mailServer.name) : mailServer.name;
  return (
    <Panel title="Confirm">
      <ActionForm action={deassign} className="grid gap-3">
        <Chosen mailServerId={mailServer.id} servers={servers} />
        <Field
          name="name"
          label={`Type ${name}`}
          hint={`Both servers accept mail until ${duration(longest(servers, "drainSeconds"))} after each MX change.`}
          autoComplete="off"
          spellCheck={false}
          required
        />
        <div className="flex flex-wrap gap-2">
          <Submit className="button button-danger">Deassign</Submit>
          <Link href={`/mail/${mailServer.id}`} className="button">
            Back
          </Link>
        </div>
      </ActionForm>
    </Panel>
  );
}
