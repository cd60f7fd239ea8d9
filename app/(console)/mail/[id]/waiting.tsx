import { ActionForm, Submit } from "@/app/_ui/action-form";
import { Live } from "@/app/_ui/live";
import { Notice } from "@/app/_ui/notice";
import { Status } from "@/app/_ui/status";
import { Time } from "@/app/_ui/time";
import { startPreview } from "./actions";
import type { Preview, PreviewWish } from "./preview";

/** A preview that is being made, or could not be made. */
export function Waiting({
  preview,
  mailServerId,
  wish,
}: {
  preview: Extract<Preview, { state: "waiting" | "failed" }>;
  mailServerId: number;
  wish: PreviewWish;
}) {
  const again = <AskAgain mailServerId={mailServerId} serverIds={preview.serverIds} wish={wish} />;
  if (preview.state === "failed") {
    return (
      <Notice tone="bad" title="There is no preview." action={again}>
        {preview.message}
      </Notice>
    );
  }
  const late = Date.now() - preview.since.getTime() > 60_000;
  return (
    <div className="panel grid max-w-3xl gap-2 px-5 py-5" aria-live="polite">
      <Live />
      <Status tone="busy">Looking at both sides; nothing is changed</Status>
      <p className="text-soft">
        {preview.step ?? "Waiting for the worker to begin"} · asked <Time at={preview.since} />
      </p>
      {late ? (
        <div className="mt-1 flex flex-wrap items-center gap-3">
          <p className="text-warn">This takes longer than usual. Is the worker running?</p>
          {again}
        </div>
      ) : null}
    </div>
  );
}

export function AskAgain({
  mailServerId,
  serverIds,
  wish,
  className = "button",
  children = "Ask again",
}: {
  mailServerId: number;
  serverIds: readonly number[];
  wish: PreviewWish;
  className?: string;
  children?: string;
}) {
  return (
    <ActionForm action={startPreview} className="flex flex-wrap items-center gap-2">
      <input type="hidden" name="mailServer" value={mailServerId} />
      <input type="hidden" name="wish" value={wish} />
      {serverIds.map((id) => (
        <input key={id} type="hidden" name="server" value={id} />
      ))}
      <Submit className={className}>{children}</Submit>
    </ActionForm>
  );
}
