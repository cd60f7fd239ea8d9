import type { ReactNode } from "react";
import { type Action, ActionForm, Submit } from "@/app/_ui/action-form";
import { Panel } from "@/app/_ui/page";
import { Proved } from "@/app/(console)/may";
import type { Administrator } from "@/db/administrators";
import { changeRole, endSessionsOf, resetPassword, resetSecondFactor, setDisabled } from "../actions";
import { RoleField } from "../role-field";

/** What an administrator may do about somebody else. */
export function Deeds({ person }: { person: Administrator }) {
  const { id, external, secondFactor, disabledAt } = person;
  return (
    <>
      <Panel title="Role">
        {external ? (
          <p className="text-soft">The identity provider says it, at every sign-in.</p>
        ) : (
          <Deed action={changeRole} id={id}>
            <RoleField value={person.role} hidden />
            <Proved>
              <Submit>Change the role</Submit>
            </Proved>
          </Deed>
        )}
      </Panel>
      <Panel title="Access">
        <div className="grid gap-3">
          <Deed action={endSessionsOf} id={id}>
            <Submit>Sign out everywhere</Submit>
          </Deed>
          {external || disabledAt ? null : (
            <Deed action={resetPassword} id={id}>
              <Submit>Make a new password</Submit>
            </Deed>
          )}
          {secondFactor ? (
            <Deed action={resetSecondFactor} id={id}>
              <Submit>Take the second factor away</Submit>
            </Deed>
          ) : null}
          <Deed action={setDisabled} id={id}>
            <Submit
              name="disabled"
              value={disabledAt ? "no" : "yes"}
              className={disabledAt ? "button" : "button button-danger"}
            >
              {disabledAt ? "Enable" : "Disable"}
            </Submit>
          </Deed>
        </div>
      </Panel>
    </>
  );
}

function Deed({ action, id, children }: { action: Action; id: number; children: ReactNode }) {
  return (
    <ActionForm action={action} className="grid justify-items-start gap-2">
      <input type="hidden" name="id" value={id} />
      {children}
    </ActionForm>
  );
}
