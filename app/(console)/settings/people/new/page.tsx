import type { Metadata } from "next";
import { ActionForm, Field, Submit } from "@/app/_ui/action-form";
import { PageHeader } from "@/app/_ui/page";
import { requireRight } from "@/lib/access/session";
import { addPerson } from "../actions";
import { RoleField } from "../role-field";

export const metadata: Metadata = { title: "Add a person" };
export const dynamic = "force-dynamic";

export default async function NewPerson() {
  await requireRight("people.change");
  return (
    <>
      <PageHeader
        title="Add a person"
        crumbs={[
          { href: "/settings", name: "Settings" },
          { href: "/settings/people", name: "People" },
        ]}
      />
      <ActionForm action={addPerson} className="panel grid max-w-xl gap-4 px-4 py-4">
        <div className="grid gap-4 sm:grid-cols-2">
          <Field name="login" label="Login" hint="For example grace@provider.example" spellCheck={false} required />
          <Field name="name" label="Name" hint="Shown beside what they do" required />
        </div>
        <RoleField />
        <div>
          <Submit className="button button-primary">Add and make a password</Submit>
        </div>
      </ActionForm>
    </>
  );
}
