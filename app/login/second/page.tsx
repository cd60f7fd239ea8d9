import type { Metadata } from "next";
import Link from "next/link";
import { redirect } from "next/navigation";
import { ActionForm, Field, Submit } from "@/app/_ui/action-form";
import { Front } from "@/app/_ui/front";
import { Icon } from "@/app/_ui/icon";
import { type SearchParams, single } from "@/app/_ui/listing";
import { PasskeyForm } from "@/app/_ui/passkey-form";
import { getFactors } from "@/db/second-factor";
import { passkeysWork } from "@/lib/access/passkeys";
import { halfSignedIn } from "@/lib/access/session";
import { db } from "@/lib/database";
import { beginWithPasskey, enterWithCode, enterWithPasskey } from "./actions";

export const metadata: Metadata = { title: "Second factor" };
export const dynamic = "force-dynamic";

export default async function SecondFactor({ searchParams }: { searchParams: SearchParams }) {
  const { callbackUrl = "" } = await single(searchParams);
  const who = await halfSignedIn();
  if (!who) redirect("/login");
  const { sealedSeed, passkeys } = await getFactors(db, who.id);
  const hidden = <input type="hidden" name="callbackUrl" value={callbackUrl} />;
  return (
    <Front title="Second factor">
      {passkeys.length > 0 && passkeysWork() ? (
        <PasskeyForm begin={beginWithPasskey} finish={enterWithPasskey} className="grid gap-2">
          {hidden}
          <button type="submit" className="button button-primary">
            <Icon name="key" />
            Use a passkey
          </button>
        </PasskeyForm>
      ) : null}
      <ActionForm action={enterWithCode} className="grid gap-4">
        {hidden}
        <Field
          name="code"
          label={sealedSeed ? "Code" : "Recovery code"}
          hint={
            sealedSeed
              ? "The six digits that your authenticator app shows now, or a recovery code"
              : "One of those that you were shown when you made them"
          }
          autoComplete="one-time-code"
          autoFocus={passkeys.length === 0}
          required
          spellCheck={false}
        />
        <Submit className={passkeys.length === 0 ? "button button-primary" : "button"}>Sign in</Submit>
      </ActionForm>
      <p className="text-soft">
        Lost both? An administrator can take your second factor away.{" "}
        <Link href="/login" className="text-accent">
          Start again
        </Link>
      </p>
    </Front>
  );
}
