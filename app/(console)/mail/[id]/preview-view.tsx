import { DataTable } from "@/app/_ui/data-table";
import { Figure, Figures } from "@/app/_ui/figures";
import { Notice } from "@/app/_ui/notice";
import { Panel, Section } from "@/app/_ui/page";
import { ChangeLines } from "@/app/_ui/steps";
import { Time } from "@/app/_ui/time";
import { count, counted, firstOf, shortName } from "@/lib/format";
import { causesOf } from "./causes";
import { NeedsYou } from "./needs-you";
import type { Preview, PreviewWish, ServerPreview } from "./preview";

/** Of so many servers it is shown what becomes of one of their domains. */
const shownServers = 10;

type Amount = "clients" | "derivedLogins" | "domains" | "aliases" | "addresses" | "operationCount";
const sumOf = (servers: readonly ServerPreview[], key: Amount) =>
  servers.reduce((total, server) => total + server[key], 0);

/** What would happen, in numbers, then what waits for a person, then the changes themselves. */
export function PreviewView({ preview, wish }: { preview: Extract<Preview, { state: "ready" }>; wish: PreviewWish }) {
  const { servers } = preview;
  const operations = servers.flatMap((server) =>
    server.operations.map((one, place) => ({ ...one, server: server.name, key: `${server.serverId} ${place}` })),
  );
  const changing = servers.filter(({ changes }) => changes.source.length + changes.central.length > 0);
  const cut = firstOf(operations.length, sumOf(servers, "operationCount"));
  return (
    <>
      {servers.flatMap((server) =>
        server.problems.map((problem) => (
          <Notice key={`${server.serverId} ${problem}`} tone="bad" title={`${server.name}:`}>
            {problem}
          </Notice>
        )),
      )}
      <Numbers servers={servers} wish={wish} />
      <NeedsYou servers={servers} />
      {changing.slice(0, shownServers).map((server) => (
        <Changes key={server.serverId} server={server} />
      ))}
      {changing.length > shownServers ? (
        <p className="mb-5 text-soft">
          and changes like these on {counted(changing.length - shownServers, "more Plesk server")}
        </p>
      ) : null}
      {operations.length > 0 || wish === "synchronize" ? (
        <Section title="What will be done" note={[cut, "nothing is deleted"].filter(Boolean).join(" · ")}>
          <DataTable
            caption="What will be done"
            rows={operations}
            rowKey={(row) => row.key}
            columns={[
              {
                key: "account",
                title: "Account",
                lead: true,
                width: "w-[30%]",
                cell: (row) => (
                  <>
                    <span className="font-semibold">{row.account}</span>
                    <span className="block text-[0.93em] text-faint">{shortName(row.server)}</span>
                  </>
                ),
              },
              { key: "reason", title: "Why", width: "w-[26%]", cell: (row) => row.reason },
              { key: "summary", title: "Change", cell: (row) => row.summary },
            ]}
            empty="Everything matches: synchronize would change nothing."
          />
        </Section>
      ) : null}
      <p className="text-faint">
        Looked at <Time at={preview.at} />. What has changed since is taken into account when it is done.
      </p>
    </>
  );
}

function Numbers({ servers, wish }: { servers: readonly ServerPreview[]; wish: PreviewWish }) {
  const sum = (key: Amount) => sumOf(servers, key);
  const needs = causesOf(servers).reduce((total, cause) => total + cause.accounts, 0);
  const verb = wish === "deassigned" ? "to take back" : wish === "assigned" ? "to create" : "concerned";
  const licence = servers.find((server) => server.licence?.limit)?.licence;
  const room = licence?.limit ? `licence: ${count(licence.used)} of ${count(licence.limit)} used` : null;
  const derived = sum("derivedLogins") > 0 ? `${counted(sum("derivedLogins"), "gets", "get")} a derived login` : null;
  const aliases = sum("aliases") > 0 ? `${counted(sum("aliases"), "alias", "aliases")} with them` : null;
  return (
    <Figures label="What is concerned">
      <Figure name={`Clients ${verb}`} value={sum("clients")} note={derived} />
      <Figure name={`Domains ${verb}`} value={sum("domains")} note={[aliases, room].filter(Boolean).join(" · ")} />
      <Figure name={`Addresses ${verb}`} value={sum("addresses")} note="mailboxes, forwards, catch-alls" />
      <Figure name="Need you" value={needs} note={needs > 0 ? "before they can move" : "nothing waits for you"} bad />
    </Figures>
  );
}

function Changes({ server }: { server: ServerPreview }) {
  const { source, central } = server.changes;
  const name = shortName(server.name);
  return (
    <>
      {source.length > 0 ? (
        <Panel title={`On ${name}, for each domain`}>
          <ChangeLines lines={source} />
        </Panel>
      ) : null}
      {central.length > 0 ? (
        <Panel title={`On the mail server, for ${name}`}>
          <ChangeLines lines={central} />
        </Panel>
      ) : null}
    </>
  );
}
