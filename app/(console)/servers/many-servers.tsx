import { Submit } from "@/app/_ui/action-form";
import { Selected } from "@/app/_ui/select-all";
import { Choice } from "../choice";
import { May } from "../may";

/** What can be done with the selected servers. It is there once one is selected: most visits only look. */
export function ManyServers({
  labels,
  mailServers,
}: {
  labels: readonly string[];
  mailServers: readonly { id: number; name: string }[];
}) {
  return (
    <div className="with-selected panel mb-2 flex-wrap items-center gap-x-6 gap-y-3 px-4 py-3">
      <Selected name="server" kept="servers" />
      <May right="servers.change">
        <div className="flex flex-wrap items-center gap-2">
          <input
            name="label"
            aria-label="Label to give or take away"
            placeholder="Label"
            list="labels"
            maxLength={40}
            autoComplete="off"
            className="input w-36!"
          />
          <datalist id="labels">
            {labels.map((label) => (
              <option key={label} value={label} />
            ))}
          </datalist>
          <Submit name="deed" value="label">
            Give this label
          </Submit>
          <Submit name="deed" value="unlabel">
            Take it away
          </Submit>
        </div>
      </May>
      {mailServers.length > 0 ? (
        <May right="assign">
          <div className="flex flex-wrap items-center gap-2">
            <Choice
              name="mail"
              label="Mail server to assign to"
              value={mailServers.length === 1 ? mailServers[0]?.id : undefined}
              all="Mail server"
              options={mailServers.map(({ id, name }) => [id, name] as const)}
            />
            <Submit name="deed" value="assign">
              Assign …
            </Submit>
          </div>
        </May>
      ) : null}
      <div className="flex flex-wrap items-center gap-2">
        <Submit name="deed" value="synchronize">
          Synchronize
        </Submit>
        <Submit name="deed" value="refresh">
          Refresh
        </Submit>
        <Submit name="deed" value="release">
          Release from quarantine
        </Submit>
        <May right="servers.change">
          <Submit name="deed" value="begin-maintenance">
            Begin maintenance
          </Submit>
          <Submit name="deed" value="end-maintenance">
            End maintenance
          </Submit>
        </May>
      </div>
    </div>
  );
}
