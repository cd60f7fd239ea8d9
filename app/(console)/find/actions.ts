"use server";

import { z } from "zod";
import { requireRight } from "@/lib/access/session";
import { type Found, find } from "./found";

const words = z.string().max(200);

/** A few of each kind, while somebody types. */
export async function findWhileTyping(q: unknown): Promise<Found[]> {
  const { role } = await requireRight("fleet.see");
  const given = words.safeParse(q);
  return given.success ? (await find(given.data.replaceAll("\0", ""), 5, role)).slice(0, 20) : [];
}
