import type { Metadata } from "next";
import { Columns, PageHeader, Panel, Section } from "@/app/_ui/page";
import { listChannels } from "@/db/channels";
import { requireRight } from "@/lib/access/session";
import { db } from "@/lib/database";
import { env } from "@/lib/env";
import { duration } from "@/lib/format";
import { May } from "../../may";
import { Tabs } from "../tabs";
import { AddChannel } from "./add";
import { ChannelsTable } from "./channels-table";

export const metadata: Metadata = { title: "Notifications" };
export const dynamic = "force-dynamic";

export default async function Notifications() {
  await requireRight("channels.see");
  const channels = await listChannels(db);
  const mail = env().mailFrom !== undefined;
  return (
    <>
      <PageHeader title="Settings" />
      <Tabs current="notifications" />
      <Columns aside={<WhatIsTold />}>
        <Section title="Who is told" note="While nobody looks at this console">
          <ChannelsTable channels={channels} />
        </Section>
        <May right="channels.change">
          <AddChannel mail={mail} />
        </May>
      </Columns>
    </>
  );
}

function WhatIsTold() {
  return (
    <Panel title="What is told">
      <ul className="grid list-disc gap-1.5 pl-4 text-soft">
        <li>A mail server or Plesk server does not answer as it should, or cannot be read.</li>
        <li>Something holds changes up: a breaker, a quarantine, the stop switch, a restored database.</li>
        <li>Accounts have a problem: once for each cause on each server.</li>
        <li>The audit trail is broken.</li>
      </ul>
      <p className="mt-3 text-soft">
        Once when it has lasted {duration(env().notifySeconds)}, and once when it has been over for as long. What begins
        together comes in one message.
      </p>
      <p className="mt-3 text-soft">
        A console that has stopped tells nobody: let your monitoring ask {`${env().publicUrl}/api/health?worker`} too.
      </p>
    </Panel>
  );
}
