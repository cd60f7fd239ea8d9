import type { Metadata } from "next";
import Link from "next/link";
import { ActionForm, Field, Submit } from "@/app/_ui/action-form";
import { Front } from "@/app/_ui/front";
import { type SearchParams, single } from "@/app/_ui/listing";
import { isSetupLinkOpen } from "@/db/setup-links";
import { db } from "@/lib/database";
import { createFirst } from "./actions";

// The address holds a one-time token: it must not leave in a Referer.
export const metadata: Metadata = { title: "First administrator", referrer: "no-referrer" };
export const dynamic = "force-dynamic";

export default async function Setup({ searchParams }: { searchParams: SearchParams }) {
  const { token = "" } = await single(searchParams);
  if (!(await isSetupLinkOpen(db, token))) {
    return (
      <Front title="This link is not valid">
        <p className="text-soft">
          A setup link works once, for one day, and only while there is no administrator. Start the console again to get
          a new one, or sign in if an administrator exists.
        </p>
        <Link href="/login" className="button">
          Sign in
        </Link>
      </Front>
    );
  }
  return (
    <Front title="Make the first administrator">
      <ActionForm action={createFirst} className="grid gap-4">
        <input type="hidden" name="token" value={token} />
        <Field
          name="login"
          label="Login"
          autoComplete="username"
          hint="For example ada or ada@provider.example"
          autoFocus
          required
          spellCheck={false}
        />
        <Field
          name="name"
          label="Name"
          autoComplete="name"
          hint="Shown in the audit trail beside what you do"
          required
        />
        <Field
          name="password"
          label="Password"
          type="password"
          autoComplete="new-password"
          hint="15 characters or more, for example four words"
          required
        />
        <Submit className="button button-primary">Make administrator</Submit>
      </ActionForm>
    </Front>
  );
}
