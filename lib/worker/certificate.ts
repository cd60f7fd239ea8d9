import { record } from "@/db/audit";
import { confirmCertificate } from "@/db/certificates";
import { enqueueProbe, enqueueReconcileAll } from "@/db/jobs";
import { findServerByAddress } from "@/db/registration";
import { readCertificate } from "@/lib/plesk/certificate";
import { identity } from "@/lib/plesk/server";
import { explained } from "./faults";
import { openKey } from "./keys";
import { callPanel, whilePersonWaits } from "./panels";
import type { Handler } from "./question";
import { hostIn, Refusal } from "./refusal";
import { registered } from "./registered";

export const certificate: Handler<"certificate"> = async ({ db, payload }) => {
  const host = hostIn(payload.host);
  const { port } = payload;
  const shown = await shownAt(host, port);
  return { host, port, ...shown, registeredAs: await findServerByAddress(db, host, port) };
};

/**
 * Only the certificate that the person has seen is accepted, and only from the Plesk that was registered. It may be the one
 * before, where another was shown in between: that too holds changes up until a person has said so.
 */
export const acceptCertificate: Handler<"accept-certificate"> = async ({ db, payload, by }) => {
  const server = await registered(db, payload.serverId);
  const shown = await shownAt(server.host, server.port);
  if (shown.fingerprint !== payload.fingerprint)
    throw new Refusal(
      `${server.name} shows yet another certificate now. Look at its fingerprint again before accepting it.`,
      "fingerprint",
    );
  const trust = { fingerprint: shown.fingerprint, followsAuthority: payload.followsAuthority ?? false };
  const panel = callPanel({ ...server, ...trust }, { key: openKey(server).key }, whilePersonWaits);
  try {
    const { guid } = await panel.ask(identity());
    if (guid !== server.guid)
      throw new Refusal(
        `Another Plesk answers for ${server.name}: its identity is not the one registered. Register it anew if it was reinstalled.`,
      );
  } catch (error) {
    throw explained(error, { host: server.host, port: server.port, with: "stored key" });
  } finally {
    await panel.close();
  }
  await db.transaction(async (tx) => {
    const { shown: other } = await confirmCertificate(tx, server.id, trust);
    await record(tx, {
      actor: by,
      event: "server.certificate-accepted",
      target: server.name,
      detail: {
        ...{ before: server.fingerprint, now: trust.fingerprint },
        ...{ followsAuthority: trust.followsAuthority, shown: other },
      },
    });
    await enqueueProbe(tx, server.id);
    await enqueueReconcileAll(tx);
  });
  return { fingerprint: shown.fingerprint };
};

async function shownAt(host: string, port: number) {
  try {
    const { fingerprint256, ...shown } = await readCertificate(host, port, whilePersonWaits.read);
    return { fingerprint: fingerprint256, ...shown };
  } catch (error) {
    throw explained(error, { host, port, with: "stored key" });
  }
}
