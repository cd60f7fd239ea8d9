import { ActionForm, Submit } from "@/app/_ui/action-form";
import { type Column, DataTable } from "@/app/_ui/data-table";
import { Status } from "@/app/_ui/status";
import { Time } from "@/app/_ui/time";
import type { Channel } from "@/db/channels";
import { May } from "../../may";
import { remove, test } from "./actions";

const columns: Column<Channel>[] = [
  {
    key: "name",
    title: "Who",
    lead: true,
    cell: ({ name, kind, leadsTo }) => (
      <>
        <span className="font-semibold">{name}</span>
        <p className="text-[0.93em] text-faint">
          {kind === "mail" ? "mail to" : "webhook at"} {leadsTo}
        </p>
      </>
    ),
  },
  { key: "what", title: "Of what", cell: ({ graveOnly }) => (graveOnly ? "what stops mail or changes" : "everything") },
  { key: "state", title: "State", width: "w-[30%]", cell: (channel) => <State {...channel} /> },
  {
    key: "change",
    title: "Change",
    cell: ({ id, name }) => (
      <May right="channels.change">
        <div className="flex flex-wrap gap-2">
          <ActionForm action={test} className="grid justify-items-start gap-1">
            <input type="hidden" name="id" value={id} />
            <Submit>
              Send a test<span className="sr-only"> to {name}</span>
            </Submit>
          </ActionForm>
          <ActionForm action={remove} className="grid justify-items-start gap-1">
            <input type="hidden" name="id" value={id} />
            <Submit className="button button-danger">
              Remove<span className="sr-only"> {name}</span>
            </Submit>
          </ActionForm>
        </div>
      </May>
    ),
  },
];

function State({ failingSince, failure, sentAt }: Channel) {
  if (failingSince)
    return (
      <Status tone="bad" note={failure}>
        Failing since <Time at={failingSince} as="moment" />
      </Status>
    );
  if (!sentAt) return <span className="text-faint">nothing sent yet</span>;
  return (
    <Status tone="good" note={<Time at={sentAt} />}>
      Sent
    </Status>
  );
}

export function ChannelsTable({ channels }: { channels: Channel[] }) {
  return (
    <DataTable
      caption="Who is told"
      columns={columns}
      rows={channels}
      rowKey={(channel) => channel.id}
      empty="Nobody is told of anything yet."
    />
  );
}
