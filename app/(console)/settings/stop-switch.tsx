import { ActionForm, Field, Submit } from "@/app/_ui/action-form";
import { Panel } from "@/app/_ui/page";
import { Status } from "@/app/_ui/status";
import { Time } from "@/app/_ui/time";
import { May } from "@/app/(console)/may";
import { allow, stop as press } from "./actions";

/** The one switch that holds up every change on every server; pressing it asks for a word, because it holds up moves. */
export function StopSwitch({ stop }: { stop: { at: Date; by: string } | null }) {
  return (
    <div id="stop">
      <Panel title="Stop switch">
        {stop ? (
          <>
            <div className="mb-2">
              <Status tone="waiting">
                All changes are stopped by {stop.by} since <Time at={stop.at} as="moment" />
              </Status>
            </div>
            <p className="mb-3 max-w-prose text-soft">
              Domains that were on their way stay in their stage, and mail goes on being delivered as it is now. Once
              changes are allowed again, every assigned server is looked at first.
            </p>
            <May right="changes.allow" otherwise={<p className="text-soft">An administrator allows them again.</p>}>
              <ActionForm action={allow} className="grid justify-items-start gap-2">
                <Submit className="button button-primary">Allow changes again</Submit>
              </ActionForm>
            </May>
          </>
        ) : (
          <>
            <p className="mb-3 max-w-prose text-soft">
              Stops every change on every server at once: the worker asks before each. Looking goes on, and mail goes on
              being delivered as it is now. Use it when something goes wrong that you do not understand yet.
            </p>
            <May right="changes.stop" otherwise={<Status tone="good">Changes are allowed</Status>}>
              <ActionForm action={press} className="flex flex-wrap items-end gap-3">
                <div className="w-56">
                  <Field name="word" label="Type stop to confirm" autoComplete="off" spellCheck={false} required />
                </div>
                <Submit className="button button-danger">Stop all changes</Submit>
              </ActionForm>
            </May>
          </>
        )}
      </Panel>
    </div>
  );
}
