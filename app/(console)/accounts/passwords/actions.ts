"use server";

import { revalidatePath } from "next/cache";
import type { ActionResult } from "@/app/_ui/action-form";
import { passwordsWereSet } from "@/db/addresses";
import { record } from "@/db/audit";
import { requireRight } from "@/lib/access/session";
import { db } from "@/lib/database";
import { counted } from "@/lib/format";
import { boxName, place } from "./place";

/** A person set these passwords on the mail server; the console cannot see them and takes the person's word. */
export async function markSet(_before: ActionResult | null, form: FormData): Promise<ActionResult> {
  const admin = await requireRight("passwords.mark");
  const chosen = form.getAll(boxName).flatMap((value) => place(String(value)) ?? []);
  if (chosen.length === 0) return { ok: false, message: "Select the addresses whose password you have set." };
  if (chosen.length > 1000) return { ok: false, message: "That is too many at once: select at most 1 000 addresses." };
  const done = await db.transaction(async (tx) => {
    const addresses = await passwordsWereSet(tx, chosen);
    const target = addresses[0] ?? "";
    if (addresses.length > 0)
      await record(tx, { actor: admin.login, event: "address.password-set", target, detail: { addresses } });
    return addresses;
  });
  revalidatePath("/accounts/passwords");
  return done.length > 0
    ? { ok: true, message: `${counted(done.length, "address", "addresses")} taken off the list.` }
    : { ok: false, message: "They are off the list already." };
}
