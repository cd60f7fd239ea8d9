import { and, eq, isNull, sql } from "drizzle-orm";
import { record } from "./audit";
import type { Db } from "./client";
import type { PanelAccess } from "./panels";
import { isRegistered } from "./registered";
import { servers } from "./schema";

/** What is accepted of a server: this certificate, or each that an authority vouches for. */
export type Trust = Pick<PanelAccess, "fingerprint" | "followsAuthority">;

/**
 * Writes down that a server showed a certificate that is not to be trusted. From then on nothing is changed on it until a
 * person has confirmed one, whatever it shows meanwhile. It counts only while what it was refused by is what is confirmed:
 * a run that began before a person's confirmation says nothing of it.
 */
export async function noteOtherCertificate(
  db: Db,
  { id, fingerprint, followsAuthority }: Pick<PanelAccess, "id"> & Trust,
  shown: string,
): Promise<void> {
  await db.transaction(async (tx) => {
    const [noted] = await tx
      .update(servers)
      .set({ certificateChangedAt: sql`now()`, shownFingerprint: shown })
      .where(
        and(
          eq(servers.id, id),
          isRegistered,
          isNull(servers.certificateChangedAt),
          eq(servers.fingerprint, fingerprint),
          eq(servers.followsAuthority, followsAuthority),
        ),
      )
      .returning({ name: servers.name });
    if (!noted) return;
    const detail = { serverId: id, confirmed: fingerprint, shown };
    await record(tx, { actor: "worker", event: "server.certificate-changed", target: noted.name, detail });
  });
}

/** A person has confirmed what is accepted from now on. Answers what was shown that was not to be trusted, if anything. */
export async function confirmCertificate(tx: Db, serverId: number, trust: Trust): Promise<{ shown: string | null }> {
  const that = and(eq(servers.id, serverId), isRegistered);
  const [row] = await tx.select({ shown: servers.shownFingerprint }).from(servers).where(that).for("update");
  await tx
    .update(servers)
    .set({ ...trust, certificateChangedAt: null, shownFingerprint: null })
    .where(that);
  return { shown: row?.shown ?? null };
}
