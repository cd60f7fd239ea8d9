import { createHash, randomBytes } from "node:crypto";
import { and, desc, eq, gt, isNull, or, sql } from "drizzle-orm";
import type { Db } from "./client";
import { type ApiScope, administrators, apiTokens } from "./schema";

const hashOf = (token: string): string => createHash("sha256").update(token).digest("hex");

/** Makes a token of 256 random bits. It is told now and never again. */
export async function makeToken(
  db: Db,
  { name, scope, administratorId, days }: { name: string; scope: ApiScope; administratorId: number; days: number },
): Promise<{ token: string; expiresAt: Date }> {
  const token = `cmail_${randomBytes(32).toString("base64url")}`;
  const expiresAt = new Date(Date.now() + days * 86_400_000);
  await db.insert(apiTokens).values({ name, hash: hashOf(token), scope, administratorId, expiresAt });
  return { token, expiresAt };
}

/**
 * Whose token that is, if it is one that still counts: it ends by time, by being revoked, and
 * once its person is no administrator any more.
 */
export async function findToken(db: Db, token: string) {
  const [row] = await db
    .select({
      id: apiTokens.id,
      name: apiTokens.name,
      scope: apiTokens.scope,
      login: administrators.login,
      usedAt: apiTokens.usedAt,
    })
    .from(apiTokens)
    .innerJoin(administrators, eq(administrators.id, apiTokens.administratorId))
    .where(
      and(
        eq(apiTokens.hash, hashOf(token)),
        isNull(apiTokens.revokedAt),
        gt(apiTokens.expiresAt, sql`now()`),
        isNull(administrators.disabledAt),
        eq(administrators.role, "administrator"),
      ),
    );
  return row ?? null;
}

/** Notes its use, at most once a minute. */
export async function touchToken(db: Db, id: number, from: string): Promise<void> {
  await db
    .update(apiTokens)
    .set({ usedAt: sql`now()`, usedFrom: from })
    .where(
      and(eq(apiTokens.id, id), or(isNull(apiTokens.usedAt), sql`${apiTokens.usedAt} < now() - interval '1 minute'`)),
    );
}

/** Tokens that were not revoked, the newest first. */
export async function listTokens(db: Db) {
  return db
    .select({
      id: apiTokens.id,
      name: apiTokens.name,
      scope: apiTokens.scope,
      login: administrators.login,
      createdAt: apiTokens.createdAt,
      expiresAt: apiTokens.expiresAt,
      usedAt: apiTokens.usedAt,
      usedFrom: apiTokens.usedFrom,
    })
    .from(apiTokens)
    .innerJoin(administrators, eq(administrators.id, apiTokens.administratorId))
    .where(isNull(apiTokens.revokedAt))
    .orderBy(desc(apiTokens.id));
}

export type ApiToken = Awaited<ReturnType<typeof listTokens>>[number];

/** Answers its name; null when there is none to revoke. */
export async function revokeToken(db: Db, id: number): Promise<string | null> {
  const [row] = await db
    .update(apiTokens)
    .set({ revokedAt: sql`now()` })
    .where(and(eq(apiTokens.id, id), isNull(apiTokens.revokedAt)))
    .returning({ name: apiTokens.name });
  return row?.name ?? null;
}
