import type { Metadata } from "next";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { ActionForm, Field, Submit } from "@/app/_ui/action-form";
import { Front } from "@/app/_ui/front";
import { type SearchParams, single, url } from "@/app/_ui/listing";
import { Notice } from "@/app/_ui/notice";
import { localPath } from "@/lib/access/auth";
import { isFromElsewhere } from "@/lib/access/origin";
import { currentPerson } from "@/lib/access/session";
import { refusals } from "@/lib/access/single-sign-on";
import { env } from "@/lib/env";
import { enter } from "./actions";
import { GoOn } from "./go-on";

export const metadata: Metadata = { title: "Sign in" };
export const dynamic = "force-dynamic";

export default async function Login({ searchParams }: { searchParams: SearchParams }) {
  const { callbackUrl, arrived, refused, error } = await single(searchParams);
  if (await currentPerson()) redirect(localPath(callbackUrl));
  if (callbackUrl && (arrived || isFromElsewhere(await headers()))) return <GoOn to={localPath(callbackUrl)} />;
  const { identity } = env();
  const why = refusals[refused as keyof typeof refusals];
  return (
    <Front title="Sign in">
      {identity && (why || error) ? (
        <Notice tone="bad" title={`${identity.name} did not let you in.`}>
          {why ?? "What it answered was not in order. Try again."}
        </Notice>
      ) : null}
      {identity ? (
        // Not a form: what follows is another site, and forms of this one go nowhere else.
        <a href={url("/login/sso", { callbackUrl })} className="button">
          Sign in with {identity.name}
        </a>
      ) : null}
      <ActionForm action={enter} className="grid gap-4">
        <input type="hidden" name="callbackUrl" value={callbackUrl ?? ""} />
        <Field name="login" label="Login" autoComplete="username" autoFocus required spellCheck={false} />
        <Field name="password" label="Password" type="password" autoComplete="current-password" required />
        <Submit className="button button-primary">Sign in</Submit>
      </ActionForm>
    </Front>
  );
}
