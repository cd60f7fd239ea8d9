import { ActionForm, Submit } from "@/app/_ui/action-form";
import { Notice } from "@/app/_ui/notice";
import { Panel } from "@/app/_ui/page";
import type { Server } from "@/db/server";
import { CertificateFacts } from "../../new/certificate-facts";
import type { ShownCertificate } from "../../new/shown-certificate";
import { acceptCertificate } from "../actions";

/** What the server shows now, and if it is another certificate, the way to accept it. */
export function Comparison({ server, shown }: { server: Server; shown: ShownCertificate }) {
  if (shown.fingerprint === server.fingerprint)
    return (
      <Notice tone="good" title="It is the confirmed certificate.">
        The server shows exactly this one now.
      </Notice>
    );
  return (
    <>
      <Notice tone="warn" title="The server shows another certificate now.">
        That is so after a renewal, and also when somebody stands between this console and the server. Compare it on the
        server itself before you accept it.
      </Notice>
      <Panel title="Shown now">
        <CertificateFacts certificate={shown} />
        <ActionForm action={acceptCertificate} className="mt-4 grid justify-items-start gap-3">
          <input type="hidden" name="serverId" value={server.id} />
          <input type="hidden" name="fingerprint" value={shown.fingerprint} />
          <label className="flex gap-2.5">
            <input type="checkbox" name="confirmed" value="yes" required className="mt-0.5" />
            <span>I have compared the fingerprint: it is this server's own</span>
          </label>
          <Submit className="button button-primary">Accept this certificate</Submit>
        </ActionForm>
      </Panel>
    </>
  );
}
