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
  const changed = ports.smtp || ports.imap || ports.pop3;
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
          <details open={changed ? true : undefined}>
            <summary className="w-fit text-soft">Mail ports</summary>
            <div className="mt-3 grid gap-4 sm:grid-cols-3">
              <Field name="smtp" label="SMTP" value={ports.smtp ?? 25} inputMode="numeric" />
              <Field name="imap" label="IMAP" value={ports.imap ?? 143} inputMode="numeric" />
              <Field name="pop3" label="POP3" value={ports.pop3 ?? 110} inputMode="numeric" />
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
