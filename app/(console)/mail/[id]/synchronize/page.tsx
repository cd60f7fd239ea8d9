import type { Metadata } from "next";
import { ActionForm, Submit } from "@/app/_ui/action-form";
import { Icon } from "@/app/_ui/icon";
import { type SearchParams, single } from "@/app/_ui/listing";
import { Columns, PageHeader, Panel } from "@/app/_ui/page";
import { listAssignedTo } from "@/db/assignments";
import { requireRight } from "@/lib/access/session";
import { db } from "@/lib/database";
import { counted } from "@/lib/format";
import { operate } from "../../actions";
import { find, type Params } from "../find";
import { Unchanged } from "../in-words";
import { readPreview } from "../preview";
import { PreviewView } from "../preview-view";
import { AskAgain, Waiting } from "../waiting";

export const metadata: Metadata = { title: "What synchronize will do" };
export const dynamic = "force-dynamic";

export default async function Synchronize({ params, searchParams }: { params: Params; searchParams: SearchParams }) {
  await requireRight("synchronize");
  const mail = await find(params);
  const preview = await readPreview((await single(searchParams)).preview, mail.id, "synchronize");
  const serverIds = (await listAssignedTo(db, [mail.id])).map((server) => server.serverId);
  return (
    <>
      <PageHeader
        title="What synchronize will do"
        crumbs={[
          { href: "/mail", name: "Centralized Mail" },
          { href: `/mail/${mail.id}`, name: mail.name },
        ]}
        actions={
          preview.state === "ready" ? (
            <>
              <AskAgain mailServerId={mail.id} serverIds={serverIds} wish="synchronize" />
              <ActionForm action={operate} className="flex flex-wrap items-center gap-2">
                <Submit name="only" value={String(mail.id)} className="button button-primary">
                  <Icon name="sync" />
                  Synchronize
                </Submit>
              </ActionForm>
            </>
          ) : null
        }
      />
      <Columns aside={<Unchanged wish="synchronize" />}>
        {preview.state === "none" ? (
          <Panel title="Preview">
            <p className="mb-3 text-soft">
              Looks at {mail.name} and {counted(serverIds.length, "Plesk server")}, and shows each change that
              synchronize would make, with its reason. Nothing is changed.
            </p>
            <AskAgain mailServerId={mail.id} serverIds={serverIds} wish="synchronize" className="button button-primary">
              Preview
            </AskAgain>
          </Panel>
        ) : preview.state === "ready" ? (
          <PreviewView preview={preview} wish="synchronize" />
        ) : (
          <Waiting preview={preview} mailServerId={mail.id} wish="synchronize" />
        )}
      </Columns>
    </>
  );
}
