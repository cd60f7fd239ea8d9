import type { AuditEntry } from "./audit-events";
import type { Db } from "./client";
import { auditTrail } from "./schema";

/** Writes the audit trail; given the deed's transaction, so that neither exists without the other. */
export async function record(db: Db, entry: AuditEntry): Promise<void> {
  await db.insert(auditTrail).values(entry);
}
