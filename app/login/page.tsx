import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { ActionForm, Field, Submit } from "@/app/_ui/action-form";
import { Front } from "@/app/_ui/front";
import { type SearchParams, single } from "@/app/_ui/listing";
import { localPath } from "@/lib/auth";
import { currentAdmin } from "@/lib/session";
import { enter } from "./actions";

export const metadata: Metadata = { title: "Sign in" };
export const dynamic = "force-dynamic";

export default async function Login({ searchParams }: { searchParams: SearchParams }) {
  const { callbackUrl } = await single(searchParams);
  if (await currentAdmin()) redirect(localPath(callbackUrl));
  return (
    <Front title="Sign in">
      <ActionForm action={enter} className="grid gap-4">
        <input type="hidden" name="callbackUrl" value={callbackUrl ?? ""} />
        <Field name="login" label="Login" autoComplete="username" autoFocus required spellCheck={false} />
        <Field name="password" label="Password" type="password" autoComplete="current-password" required />
        <Submit className="button button-primary">Sign in</Submit>
      </ActionForm>
    </Front>
  );
}
