import { createHash, randomBytes } from "node:crypto";
import { and, eq, gt, isNull, sql } from "drizzle-orm";
import { createAdministrator, hasAdministrators } from "./administrators";
import { record } from "./audit";
import type { Db } from "./client";
import { setupLinks } from "./schema";

/** A one-time token for /setup?token=…, valid for a day. The database keeps its hash only. */
export async function createSetupLink(db: Db): Promise<string> {
  const token = randomBytes(32).toString("base64url");
  await db.delete(setupLinks).where(sql`${setupLinks.expiresAt} < now()`);
  await db.insert(setupLinks).values({ tokenHash: hashOf(token), expiresAt: sql`now() + interval '1 day'` });
  return token;
}

/** Whether the token would let the first administrator be made now. */
export async function isSetupLinkOpen(db: Db, token: string): Promise<boolean> {
  const rows = await db.select({ hash: setupLinks.tokenHash }).from(setupLinks).where(isOpen(token));
  return rows.length > 0 && !(await hasAdministrators(db));
}

/** Uses the token up. Null when it is wrong, used or over, or an administrator exists already. */
export async function createFirstAdministrator(
  db: Db,
  token: string,
  values: { login: string; name: string; passwordHash: string },
): Promise<number | null> {
  return db.transaction(async (tx) => {
    // Two links opened at once must not make two first administrators.
    await tx.execute(sql`lock table administrators in share row exclusive mode`);
    if (await hasAdministrators(tx)) return null;
    const used = await tx
      .update(setupLinks)
      .set({ usedAt: sql`now()` })
      .where(isOpen(token))
      .returning({ hash: setupLinks.tokenHash });
    if (used.length === 0) return null;
    const made = await createAdministrator(tx, values);
    const detail = { role: "administrator" } as const;
    await record(tx, { actor: "setup link", event: "administrator.added", target: values.login, detail });
    return made;
  });
}

function isOpen(token: string) {
  return and(eq(setupLinks.tokenHash, hashOf(token)), isNull(setupLinks.usedAt), gt(setupLinks.expiresAt, sql`now()`));
}

function hashOf(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}
