import { findChannel, noteFailed, noteSent } from "@/db/channels";
import { testNotice } from "@/lib/notices";
import type { Handler } from "./question";
import { Refusal } from "./refusal";
import { send } from "./send";

/** Sends a message that nothing is wrong, while a person waits. */
export const testChannel: Handler<"test-channel"> = async ({ db, payload, by }) => {
  const channel = await findChannel(db, payload.channelId);
  if (!channel) throw new Refusal("It was removed meanwhile.");
  try {
    await send(channel, testNotice(by, new Date()));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    await noteFailed(db, channel.id, why);
    throw new Refusal(`${channel.name}: ${why}`);
  }
  await noteSent(db, channel.id);
  return { leadsTo: channel.leadsTo };
};
