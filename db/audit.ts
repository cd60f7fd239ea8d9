import type { Db } from "./client";
import { auditTrail } from "./schema";

export interface AuditEntry {
  /** An administrator's login, or "worker". */
  actor: string;
  /** A dotted code: `server.registered`, `session.signed-in`. */
  event: string;
  /** What it was done to, by its name. */
  target?: string;
  /** Facts for people. Never a credential, nor a hash of one. */
  detail?: Record<string, unknown>;
}

/** Writes the audit trail; given the deed's transaction, so that neither exists without the other. */
export async function record(db: Db, entry: AuditEntry): Promise<void> {
  await db.insert(auditTrail).values(entry);
}
