import type { Task } from "graphile-worker";
import { z } from "zod";
import { findChannel, noteFailed, noteSent } from "@/db/channels";
import { db } from "@/lib/database";
import { log } from "@/lib/log";
import { graveOf, type Notice } from "@/lib/notices";
import { send } from "./send";

const told = z.object({
  key: z.string(),
  title: z.string(),
  detail: z.string(),
  path: z.string(),
  grave: z.boolean(),
  since: z.string(),
});
const job = z.object({
  channelId: z.int().positive(),
  notice: z.object({ at: z.string(), began: z.array(told), over: z.array(told) }),
});

/** The job: one message to one channel. When it fails the queue tries it again; the page of channels says so meanwhile. */
export const deliver: Task = async (payload) => {
  const { channelId, notice } = job.parse(payload);
  const channel = await findChannel(db, channelId);
  const wanted: Notice | null = channel?.graveOnly ? graveOf(notice) : notice;
  if (!channel || !wanted) return;
  try {
    await send(channel, wanted);
    await noteSent(db, channel.id);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    await noteFailed(db, channel.id, why);
    log().warn("notify.failed", { channel: channel.name, why });
    throw error;
  }
};
