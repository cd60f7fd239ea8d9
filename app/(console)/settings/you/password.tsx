import { ActionForm, Field, Submit } from "@/app/_ui/action-form";
import { Panel } from "@/app/_ui/page";
import { Proved } from "../../may";
import { changePassword } from "./actions";

export function OwnPassword() {
  return (
    <Panel title="Your password">
      <ActionForm action={changePassword} className="grid gap-3">
        <Field name="current" label="Current password" type="password" autoComplete="current-password" required />
        <Field
          name="next"
          label="New password"
          type="password"
          autoComplete="new-password"
          hint="15 characters or more, for example four words. Your other sessions end."
          required
        />
        <div>
          <Proved>
            <Submit>Change password</Submit>
          </Proved>
        </div>
      </ActionForm>
    </Panel>
  );
}
