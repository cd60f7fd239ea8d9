import type { Task } from "graphile-worker";
import { z } from "zod";
import { findChannel } from "@/db/channels";
import { listStanding } from "@/db/troubles";
import { db } from "@/lib/database";
import { graveOf, stillSo } from "@/lib/notices";
import { sendAndNote } from "./send";

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

/**
 * The job: one message to one channel, as far as it still holds. When it fails the queue tries it again; the page of
 * channels says so meanwhile.
 */
export const deliver: Task = async (payload) => {
  const { channelId, notice } = job.parse(payload);
  const channel = await findChannel(db, channelId);
  if (!channel) return;
  const keys = [...notice.began, ...notice.over].map(({ key }) => key);
  const now = stillSo(notice, await listStanding(db, keys));
  const wanted = now && channel.graveOnly ? graveOf(now) : now;
  if (wanted) await sendAndNote(db, channel, wanted);
};
