import Link from "next/link";
import { ActionForm, Field, Submit } from "@/app/_ui/action-form";
import { url } from "@/app/_ui/listing";
import { Notice } from "@/app/_ui/notice";
import { Columns, Panel } from "@/app/_ui/page";
import { FollowAuthority } from "../follow-authority";
import { register } from "./actions";
import type { Ports } from "./address-form";
import { CertificateFacts } from "./certificate-facts";
import type { ShownCertificate } from "./shown-certificate";
import { WhatChanges } from "./what-changes";

/** The second step: is it that server, and how may the console sign in? No credential is sent before this is confirmed. */
export function CredentialForm({
  questionId,
  certificate,
  ports,
}: {
  questionId: string;
  certificate: ShownCertificate;
  ports: Ports;
}) {
  const back = url("/servers/new", { ...ports });
  if (certificate.registeredAs)
    return (
      <Notice
        tone="warn"
        title={`${certificate.host}:${certificate.port} is registered already.`}
        action={
          <Link href={back} className="button">
            Use another address
          </Link>
        }
      >
        It is <Link href={`/servers/${certificate.registeredAs.id}`}>{certificate.registeredAs.name}</Link>.
      </Notice>
    );
  return (
    <Columns aside={<HowToCompare certificate={certificate} />}>
      <ActionForm action={register} className="grid max-w-2xl gap-4">
        <input type="hidden" name="certificate" value={questionId} />
        {Object.entries(ports).map(([name, port]) =>
          port ? <input key={name} type="hidden" name={name} value={port} /> : null,
        )}
        <Panel title={`${certificate.host}:${certificate.port} shows this certificate`}>
          <CertificateFacts certificate={certificate} />
          <label className="mt-4 flex gap-2.5">
            <input type="checkbox" name="confirmed" value="yes" required className="mt-0.5" />
            <span>I have compared the fingerprint: it is this server's own</span>
          </label>
          {certificate.vouched ? <FollowAuthority host={certificate.host} checked /> : null}
        </Panel>
        <Panel title="How the console signs in">
          <fieldset className="mb-4 flex flex-wrap gap-x-6 gap-y-2">
            <legend className="sr-only">Kind of credential</legend>
            <label className="flex items-center gap-2">
              <input type="radio" name="kind" value="password" defaultChecked /> Administrator's password
            </label>
            <label className="flex items-center gap-2">
              <input type="radio" name="kind" value="key" /> Secret key
            </label>
          </fieldset>
          <div className="grid items-start gap-4 sm:grid-cols-2">
            <Field name="login" label="Administrator's login" value="admin" spellCheck={false} required />
            <Field
              name="credential"
              label="Password or secret key"
              type="password"
              autoComplete="off"
              hint="With a password the console makes its own secret key and forgets the password. A key is kept as given."
              required
            />
            <Field
              name="name"
              label="Name in this console"
              hint="Left empty: the panel's own host name"
              spellCheck={false}
            />
          </div>
        </Panel>
        <div className="flex flex-wrap gap-2">
          <Submit className="button button-primary">Register server</Submit>
          <Link href={back} className="button">
            Back
          </Link>
        </div>
      </ActionForm>
    </Columns>
  );
}

function HowToCompare({ certificate }: { certificate: ShownCertificate }) {
  return (
    <>
      <Panel title="How to compare">
        <p className="mb-2 text-soft">Run this on the server itself. It must print the same fingerprint.</p>
        <pre className="overflow-x-auto rounded-md bg-side px-3 py-2 font-mono text-[0.86em] leading-relaxed">
          {`openssl s_client </dev/null \\\n  -connect localhost:${certificate.port} |\nopenssl x509 -noout \\\n  -fingerprint -sha256`}
        </pre>
      </Panel>
      <WhatChanges />
    </>
  );
}
