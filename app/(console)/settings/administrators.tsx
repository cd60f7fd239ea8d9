import { ActionForm, Field, Submit } from "@/app/_ui/action-form";
import { type Column, DataTable } from "@/app/_ui/data-table";
import { Section } from "@/app/_ui/page";
import { Status } from "@/app/_ui/status";
import { Time } from "@/app/_ui/time";
import type { Administrator } from "@/db/administrators";
import { addAdministrator, resetPassword, setDisabled } from "./administrators-actions";

export function Administrators({ administrators, me }: { administrators: Administrator[]; me: number }) {
  const columns: Column<Administrator>[] = [
    {
      key: "name",
      title: "Administrator",
      lead: true,
      cell: ({ name, login }) => (
        <>
          <span className="font-semibold">{name}</span>
          <p className="text-[0.93em] text-faint">{login}</p>
        </>
      ),
    },
    {
      key: "state",
      title: "State",
      cell: ({ disabledAt }) =>
        disabledAt ? (
          <Status
            tone="off"
            note={
              <>
                since <Time at={disabledAt} as="moment" />
              </>
            }
          >
            Disabled
          </Status>
        ) : (
          <Status tone="good">Active</Status>
        ),
    },
    { key: "since", title: "Since", cell: ({ createdAt }) => <Time at={createdAt} as="moment" /> },
    {
      key: "deeds",
      title: "Change",
      width: "w-[38%]",
      cell: (each) => (each.id === me ? <span className="text-faint">you</span> : <Deeds administrator={each} />),
    },
  ];
  return (
    <Section title="Administrators">
      <DataTable caption="Administrators" columns={columns} rows={administrators} rowKey={({ id }) => id} />
      <details className="panel mt-3 px-4 py-3">
        <summary className="w-fit font-medium">Add an administrator</summary>
        <ActionForm action={addAdministrator} className="mt-4 grid max-w-xl gap-4">
          <div className="grid gap-4 sm:grid-cols-2">
            <Field name="login" label="Login" hint="For example grace@provider.example" spellCheck={false} required />
            <Field name="name" label="Name" hint="Shown beside what they do" required />
          </div>
          <div>
            <Submit className="button button-primary">Add and make a password</Submit>
          </div>
        </ActionForm>
      </details>
    </Section>
  );
}

function Deeds({ administrator }: { administrator: Administrator }) {
  return (
    <div className="flex flex-wrap gap-2">
      <ActionForm action={setDisabled} className="grid justify-items-start gap-1">
        <input type="hidden" name="id" value={administrator.id} />
        <Submit name="disabled" value={administrator.disabledAt ? "no" : "yes"}>
          {administrator.disabledAt ? "Enable" : "Disable"}
        </Submit>
      </ActionForm>
      {administrator.disabledAt ? null : (
        <ActionForm action={resetPassword} className="grid justify-items-start gap-1">
          <input type="hidden" name="id" value={administrator.id} />
          <Submit>Make a new password</Submit>
        </ActionForm>
      )}
    </div>
  );
}
