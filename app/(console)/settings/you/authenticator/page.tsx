import type { Metadata } from "next";
import { ActionForm, Field, Submit } from "@/app/_ui/action-form";
import { PageHeader } from "@/app/_ui/page";
import { offeredSeed, seedAddress } from "@/lib/access/second-factor";
import { requireRight } from "@/lib/access/session";
import { keepAuthenticator } from "../factor-actions";
import { QrCode } from "./qr-code";

export const metadata: Metadata = { title: "Set up an authenticator app" };
export const dynamic = "force-dynamic";

export default async function Authenticator() {
  const me = await requireRight("own.factors");
  const seed = offeredSeed(me);
  return (
    <>
      <PageHeader
        title="Set up an authenticator app"
        crumbs={[
          { href: "/settings", name: "Settings" },
          { href: "/settings/you", name: "You" },
        ]}
      />
      <ActionForm action={keepAuthenticator} className="panel grid max-w-xl gap-5 px-4 py-4">
        <div className="grid gap-2">
          <h2>1. Scan this with the app</h2>
          <QrCode text={seedAddress(me.login, seed)} />
          <p className="text-soft">
            Or type it in: <code className="font-mono break-all text-ink">{seed.replace(/(.{4})(?=.)/g, "$1 ")}</code>
          </p>
        </div>
        <div className="grid max-w-64 gap-2">
          <h2>2. Show that it works</h2>
          <Field
            name="code"
            label="Code"
            hint="The six digits that the app shows now"
            autoComplete="one-time-code"
            inputMode="numeric"
            required
          />
        </div>
        <div>
          <Submit className="button button-primary">Take it into use</Submit>
        </div>
      </ActionForm>
    </>
  );
}
