import type { ReactNode } from "react";
import { Columns, PageHeader } from "@/app/_ui/page";
import { Steps } from "@/app/_ui/steps";
import type { MailServerRow } from "@/db/mail-servers";
import { counted } from "@/lib/format";
import { type Choosable, Choose } from "./choose";
import { ConfirmAssign, ConfirmDeassign } from "./confirm";
import { Order, Unchanged } from "./in-words";
import type { Preview } from "./preview";
import { PreviewView } from "./preview-view";
import { Waiting } from "./waiting";

/** Assign and its mirror image: choose, see what would happen, confirm. Where one is, is in the address. */
export function Guided({
  mail,
  wish,
  preview,
  servers,
  chosen,
  empty,
}: {
  mail: MailServerRow;
  wish: "assigned" | "deassigned";
  preview: Preview;
  /** What can be chosen. */
  servers: readonly Choosable[];
  chosen: readonly number[];
  empty: ReactNode;
}) {
  const verb = wish === "assigned" ? "Assign" : "Deassign";
  const ready = preview.state === "ready" ? preview.servers : [];
  const names = ready.map((server) => server.name);
  const what =
    names.length === 1 ? names[0] : names.length > 1 ? counted(names.length, "Plesk server") : "Plesk servers";
  return (
    <>
      <PageHeader
        title={`${verb} ${what}`}
        crumbs={[
          { href: "/mail", name: "Centralized Mail" },
          { href: `/mail/${mail.id}`, name: mail.name },
        ]}
      />
      <Steps
        names={["Choose", "Preview", wish === "assigned" ? "Move" : "Take back"]}
        current={preview.state === "none" ? 0 : 1}
      />
      <Columns
        aside={
          <>
            <Order mailServer={mail.name} servers={names} wish={wish} />
            <Unchanged wish={wish} />
            {ready.length === 0 ? null : wish === "assigned" ? (
              <ConfirmAssign mailServerId={mail.id} servers={ready} />
            ) : (
              <ConfirmDeassign mailServer={mail} servers={ready} />
            )}
          </>
        }
      >
        {preview.state === "none" ? (
          <Choose mailServerId={mail.id} wish={wish} servers={servers} chosen={chosen} empty={empty} />
        ) : preview.state === "ready" ? (
          <PreviewView preview={preview} wish={wish} />
        ) : (
          <Waiting preview={preview} mailServerId={mail.id} wish={wish} />
        )}
      </Columns>
    </>
  );
}
