import type { ReactNode } from "react";
import { ActionForm, Submit } from "@/app/_ui/action-form";
import { NetStatus } from "@/app/_ui/status";
import type { NetStatus as Net } from "@/db/schema";
import { counted } from "@/lib/format";
import { startPreview } from "./actions";
import type { PreviewWish } from "./preview";

export interface Choosable {
  id: number;
  name: string;
  netStatus: Net;
  clients: number;
  domains: number;
  note?: string;
}

/** First step of the guided pages: which Plesk servers. It leads to the preview and changes nothing. */
export function Choose({
  mailServerId,
  wish,
  servers,
  chosen,
  empty,
}: {
  mailServerId: number;
  wish: PreviewWish;
  servers: readonly Choosable[];
  chosen: readonly number[];
  empty: ReactNode;
}) {
  if (servers.length === 0) return <div className="panel grid justify-items-start gap-3 px-5 py-5">{empty}</div>;
  return (
    <ActionForm action={startPreview} className="grid gap-4">
      <input type="hidden" name="mailServer" value={mailServerId} />
      <input type="hidden" name="wish" value={wish} />
      <fieldset className="panel divide-y divide-line">
        <legend className="sr-only">Plesk servers</legend>
        {servers.map((server) => (
          <label
            key={server.id}
            className="flex flex-wrap items-center gap-x-3 gap-y-1 px-4 py-3 first:rounded-t-[9px] last:rounded-b-[9px] has-checked:bg-chosen"
          >
            <input type="checkbox" name="server" value={server.id} defaultChecked={chosen.includes(server.id)} />
            <span className="min-w-0 flex-1 basis-48 [overflow-wrap:anywhere]">
              <span className="font-semibold">{server.name}</span>
              <span className="block text-[0.93em] text-faint">
                {counted(server.clients, "client")}, {counted(server.domains, "domain")}
                {server.note ? ` · ${server.note}` : ""}
              </span>
            </span>
            <NetStatus status={server.netStatus} />
          </label>
        ))}
      </fieldset>
      <div className="flex flex-wrap items-center gap-4">
        <Submit className="button button-primary">Preview</Submit>
        <p className="text-soft">Nothing is changed yet.</p>
      </div>
    </ActionForm>
  );
}
