import { findChannel } from "@/db/channels";
import { testNotice } from "@/lib/notices";
import type { Handler } from "./question";
import { Refusal } from "./refusal";
import { sendAndNote } from "./send";

/** Sends a message that nothing is wrong, while a person waits. */
export const testChannel: Handler<"test-channel"> = async ({ db, payload, by }) => {
  const channel = await findChannel(db, payload.channelId);
  if (!channel) throw new Refusal("It was removed meanwhile.");
  try {
    await sendAndNote(db, channel, testNotice(by, new Date()));
  } catch (error) {
    throw new Refusal(`${channel.name}: ${error instanceof Error ? error.message : String(error)}`);
  }
  return { leadsTo: channel.leadsTo };
};
