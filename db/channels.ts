import { and, asc, eq, gt, isNotNull, notLike, sql } from "drizzle-orm";
import type { Db } from "./client";
import { type ChannelKind, channels } from "./schema";

/** What a sealed target is bound to: another row's seal opens nothing here. */
export const targetContext = (seal: string): string => `channels.target:${seal}`;

export interface NewChannel {
  kind: ChannelKind;
  name: string;
  leadsTo: string;
  sealedTarget: string | null;
  seal: string;
  graveOnly: boolean;
  createdBy: string;
}

export async function addChannel(db: Db, values: NewChannel): Promise<number> {
  const [row] = await db.insert(channels).values(values).returning({ id: channels.id });
  if (!row) throw new Error("A channel was not stored.");
  return row.id;
}

/** All of them, but for what only the worker may read. */
export async function listChannels(db: Db) {
  const { id, kind, name, leadsTo, graveOnly, createdBy, createdAt, sentAt, failingSince, failure } = channels;
  return db
    .select({ id, kind, name, leadsTo, graveOnly, createdBy, createdAt, sentAt, failingSince, failure })
    .from(channels)
    .orderBy(asc(channels.id));
}

export type Channel = Awaited<ReturnType<typeof listChannels>>[number];

/** Those that take no message now: whoever relies on them hears of nothing. */
export async function listFailingChannels(db: Db) {
  const { id, name, failingSince, failure } = channels;
  return db.select({ id, name, failingSince, failure }).from(channels).where(isNotNull(failingSince)).orderBy(asc(id));
}

/** Answers its name; null when there is none to remove. */
export async function removeChannel(db: Db, id: number): Promise<string | null> {
  const [row] = await db.delete(channels).where(eq(channels.id, id)).returning({ name: channels.name });
  return row?.name ?? null;
}

/** One with its target, for the worker; null once it was removed. */
export async function findChannel(db: Db, id: number) {
  const [row] = await db.select().from(channels).where(eq(channels.id, id));
  return row ?? null;
}

export async function noteSent(db: Db, id: number): Promise<void> {
  await db.update(channels).set({ sentAt: sql`now()`, failingSince: null, failure: null }).where(eq(channels.id, id));
}

export async function noteFailed(db: Db, id: number, failure: string): Promise<void> {
  await db
    .update(channels)
    .set({ failingSince: sql`coalesce(${channels.failingSince}, now())`, failure })
    .where(eq(channels.id, id));
}

/** Sealed targets that are not under this key, behind the channel `after`. */
export async function listTargetsNotUnder(db: Db, keyId: string, { after, limit }: { after: number; limit: number }) {
  const { id, name, seal, sealedTarget } = channels;
  return db
    .select({ id, name, seal, sealedTarget: sql<string>`${sealedTarget}` })
    .from(channels)
    .where(and(isNotNull(sealedTarget), gt(id, after), notLike(sealedTarget, `v1.${keyId}.%`)))
    .orderBy(id)
    .limit(limit);
}

/** Replaces a sealed target, if it is still the one that was read. */
export async function replaceTarget(db: Db, id: number, from: string, to: string): Promise<boolean> {
  const rows = await db
    .update(channels)
    .set({ sealedTarget: to })
    .where(and(eq(channels.id, id), eq(channels.sealedTarget, from)))
    .returning({ id: channels.id });
  return rows.length > 0;
}
