import type { Metadata } from "next";
import Link from "next/link";
import { ActionForm, Field, Submit } from "@/app/_ui/action-form";
import { Front } from "@/app/_ui/front";
import { Icon } from "@/app/_ui/icon";
import { type SearchParams, single, url } from "@/app/_ui/listing";
import { Notice } from "@/app/_ui/notice";
import { PasskeyForm } from "@/app/_ui/passkey-form";
import { getFactors } from "@/db/second-factor";
import { localPath } from "@/lib/access/auth";
import { passkeysWork } from "@/lib/access/passkeys";
import { requireRight } from "@/lib/access/session";
import { isUndone } from "@/lib/access/undone";
import { db } from "@/lib/database";
import { env } from "@/lib/env";
import { counted } from "@/lib/format";
import { beginConfirmation, confirmWithPasskey, confirmWithPassword } from "./actions";

export const metadata: Metadata = { title: "Confirm that it is you" };
export const dynamic = "force-dynamic";

export default async function Confirm({ searchParams }: { searchParams: SearchParams }) {
  const who = await requireRight("own");
  const back = localPath((await single(searchParams)).callbackUrl);
  const { sealedSeed, passkeys, hasPassword } = await getFactors(db, who.id);
  const { identity, proofMinutes } = env();
  const hidden = <input type="hidden" name="callbackUrl" value={back} />;
  return (
    <Front title="Confirm that it is you">
      {(await isUndone(back)) ? (
        <Notice tone="warn" title="What you pressed has not been done yet.">
          Confirm, then do it again. What you typed is not kept: it may be a secret.
        </Notice>
      ) : null}
      <p className="text-soft">
        What comes next decides over keys, people or the mail of many, so you are asked once more, {who.name}. It is
        good for {counted(proofMinutes, "minute")}.
      </p>
      {passkeys.length > 0 && passkeysWork() ? (
        <PasskeyForm begin={beginConfirmation} finish={confirmWithPasskey} className="grid gap-2">
          {hidden}
          <button type="submit" className="button button-primary">
            <Icon name="key" />
            Use a passkey
          </button>
        </PasskeyForm>
      ) : null}
      {hasPassword ? (
        <ActionForm action={confirmWithPassword} className="grid gap-4">
          {hidden}
          <Field
            name="password"
            label="Password"
            type="password"
            autoComplete="current-password"
            autoFocus={passkeys.length === 0}
            required
          />
          {sealedSeed || passkeys.length > 0 ? (
            <Field
              name="code"
              label={sealedSeed ? "Code" : "Recovery code"}
              autoComplete="one-time-code"
              spellCheck={false}
              required
            />
          ) : null}
          <Submit className={passkeys.length === 0 ? "button button-primary" : "button"}>Confirm</Submit>
        </ActionForm>
      ) : identity ? (
        <a href={url("/login/sso", { callbackUrl: back, proof: 1 })} className="button button-primary">
          Confirm with {identity.name}
        </a>
      ) : null}
      <Link href="/mail" className="text-soft">
        Leave it
      </Link>
    </Front>
  );
}
