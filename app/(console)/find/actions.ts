"use server";

import { z } from "zod";
import { requireRight } from "@/lib/access/session";
import { fewOfEach } from "./answer";
import { type Found, find } from "./found";

const words = z.string().max(200);

/** A few of each kind, while somebody types. */
export async function findWhileTyping(q: unknown): Promise<Found[]> {
  const { role } = await requireRight("fleet.see");
  const given = words.safeParse(q);
  if (!given.success) return [];
  const meant = given.data.replaceAll("\0", "").trim();
  const found = await find(meant, 5, role);
  return meant === "" ? found : fewOfEach(found, 5);
}
