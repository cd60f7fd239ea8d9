import Link from "next/link";
import { ActionForm, Submit } from "@/app/_ui/action-form";
import { type Column, DataTable } from "@/app/_ui/data-table";
import { Section } from "@/app/_ui/page";
import { Status } from "@/app/_ui/status";
import { Time } from "@/app/_ui/time";
import type { TroubledServer } from "@/db/problems";
import { May } from "../may";
import { refresh } from "../servers/[id]/actions";
import { Role } from "../servers/role";
import { TestConnection } from "../servers/test-connection";
import { Folded } from "./folded";

interface Trouble {
  word: string;
  cause: string;
  since: Date | null;
  remedy: string;
}

/** The gravest trouble of a server, in words; each has its way out. */
function troubleOf(server: TroubledServer): Trouble {
  if (server.netStatus === "error")
    return {
      word: "Does not answer",
      cause: server.netCause ?? "It does not answer.",
      since: server.netSince,
      remedy:
        server.mailServerId === null
          ? "Put right what is named; it is looked at every minute. Nothing is changed on it meanwhile."
          : "Put right what is named. MX stays where it is: senders keep their mail in their queues and try again.",
    };
  return {
    word: "Cannot be read",
    cause: server.lookedError ?? "The last look failed.",
    since: server.lookedAt,
    remedy: "Put right what is named, then refresh. What was seen last stays as it is.",
  };
}

const columns: Column<TroubledServer>[] = [
  {
    key: "server",
    title: "Server",
    lead: true,
    width: "w-[24%]",
    cell: (server) => (
      <>
        <Link
          href={server.mailServerId === null ? `/servers/${server.id}` : `/mail/${server.mailServerId}`}
          className="font-semibold"
        >
          {server.name}
        </Link>
        <p className="text-[0.93em] text-faint">
          <Role server={server} />
        </p>
      </>
    ),
  },
  {
    key: "what",
    title: "What happened",
    cell: (server) => {
      const { word, cause, since } = troubleOf(server);
      return (
        <>
          <Status tone="bad">{word}</Status>
          <p>{cause}</p>
          {since ? (
            <p className="text-[0.93em] text-faint">
              since <Time at={since} as="moment" />
            </p>
          ) : null}
        </>
      );
    },
  },
  {
    key: "remedy",
    title: "What to do",
    width: "w-[32%]",
    cell: (server) => (
      <div className="grid justify-items-start gap-2">
        <p className="text-soft">{troubleOf(server).remedy}</p>
        {server.netStatus === "error" ? (
          <TestConnection serverId={server.id} />
        ) : (
          <May right="synchronize">
            <ActionForm action={refresh} className="grid justify-items-start gap-1">
              <input type="hidden" name="serverId" value={server.id} />
              <Submit>Refresh</Submit>
            </ActionForm>
          </May>
        )}
      </div>
    ),
  },
];

export function TroubledServers({ servers }: { servers: TroubledServer[] }) {
  if (servers.length === 0) return null;
  return (
    <div id="servers">
      <Section title="Servers">
        <Folded
          rows={servers}
          one="server"
          table={(rows, which) => (
            <DataTable
              caption={`Servers in trouble${which}`}
              columns={columns}
              rows={rows}
              rowKey={(server) => server.id}
            />
          )}
        />
      </Section>
    </div>
  );
}
