import { ActionForm, Field, Submit } from "@/app/_ui/action-form";
import { Notice } from "@/app/_ui/notice";
import { Columns } from "@/app/_ui/page";
import { readCertificate } from "./actions";
import { WhatChanges } from "./what-changes";

export interface Ports {
  smtp?: number;
  imap?: number;
  pop3?: number;
}

const usual = { smtp: 25, imap: 143, pop3: 110 };

/** The first step: where the panel is. Nothing is sent there but a look at its certificate. */
export function AddressForm({
  ports,
  before,
  fault,
}: {
  ports: Ports;
  before?: { host: string; port: number };
  fault?: string;
}) {
  const { smtp = usual.smtp, imap = usual.imap, pop3 = usual.pop3 } = ports;
  const changed = smtp !== usual.smtp || imap !== usual.imap || pop3 !== usual.pop3;
  return (
    <>
      {fault ? <Notice tone="bad">{fault}</Notice> : null}
      <Columns aside={<WhatChanges />}>
        <ActionForm action={readCertificate} className="panel grid max-w-xl gap-4 px-4 py-4">
          <div className="grid items-start gap-4 sm:grid-cols-[minmax(0,1fr)_8rem]">
            <Field
              name="host"
              label="Address of the panel"
              value={before?.host}
              hint="A host name or an IP address, such as web10.provider.example"
              autoFocus
              required
              spellCheck={false}
            />
            <Field name="port" label="Port" value={before?.port ?? 8443} inputMode="numeric" required />
          </div>
          <details open={changed}>
            <summary className="w-fit text-soft">Mail ports</summary>
            <div className="mt-3 grid gap-4 sm:grid-cols-3">
              <Field name="smtp" label="SMTP" value={smtp} inputMode="numeric" />
              <Field name="imap" label="IMAP" value={imap} inputMode="numeric" />
              <Field name="pop3" label="POP3" value={pop3} inputMode="numeric" />
            </div>
          </details>
          <div>
            <Submit className="button button-primary">Read its certificate</Submit>
          </div>
        </ActionForm>
      </Columns>
    </>
  );
}
