import { ActionForm, Submit } from "@/app/_ui/action-form";
import { Notice } from "@/app/_ui/notice";
import { Panel } from "@/app/_ui/page";
import type { Server } from "@/db/server";
import { FollowAuthority } from "../../follow-authority";
import { CertificateFacts } from "../../new/certificate-facts";
import type { ShownCertificate } from "../../new/shown-certificate";
import { acceptCertificate } from "../actions";

/** What the server shows now, and the way to accept it where that would change anything. */
export function Comparison({ server, shown }: { server: Server; shown: ShownCertificate }) {
  const same = shown.fingerprint === server.fingerprint;
  return (
    <>
      {same ? (
        <Notice tone="good" title="It is the confirmed certificate.">
          The server shows exactly this one now.
          {server.certificateChangedAt
            ? " Find out on the server why it showed another one; if that is over, confirm that this one is right."
            : null}
        </Notice>
      ) : server.followsAuthority && shown.vouched ? (
        <Notice tone="good" title="It is a renewed certificate.">
          An authority vouches for it, and the renewals of this server are followed.
        </Notice>
      ) : (
        <Notice tone="warn" title="The server shows another certificate now.">
          That is so after a renewal, and also when somebody stands between this console and the server. Compare it on
          the server itself before you accept it.
        </Notice>
      )}
      {same && !server.certificateChangedAt && !shown.vouched && !server.followsAuthority ? null : (
        <Acceptance server={server} shown={shown} />
      )}
    </>
  );
}

function Acceptance({ server, shown }: { server: Server; shown: ShownCertificate }) {
  return (
    <Panel title="Shown now">
      <CertificateFacts certificate={shown} />
      <ActionForm action={acceptCertificate} className="mt-4 grid justify-items-start gap-3">
        <input type="hidden" name="serverId" value={server.id} />
        <input type="hidden" name="fingerprint" value={shown.fingerprint} />
        <label className="flex gap-2.5">
          <input type="checkbox" name="confirmed" value="yes" required className="mt-0.5" />
          <span>I have compared the fingerprint: it is this server's own</span>
        </label>
        {shown.vouched ? <FollowAuthority host={server.host} checked={server.followsAuthority} /> : null}
        <Submit className="button button-primary">
          {shown.fingerprint === server.fingerprint ? "Confirm this certificate" : "Accept this certificate"}
        </Submit>
      </ActionForm>
    </Panel>
  );
}
