import type { Stage } from "@/db/schema";
import { mailboxUsage } from "@/lib/plesk/mail";
import type { DomainId } from "@/lib/plesk/objects";
import type { Advance, DomainCase } from "./cases";
import type { World } from "./world";

/**
 * Counts what lies in the mailboxes at home, once MX has moved and once more when local mail is off. Messages are not
 * carried over: a person must be able to see how much stays where, and how much arrived there during the overlap. A
 * panel that does not tell holds nothing up.
 */
export async function countLeftBehind(world: World, advances: readonly Advance[]): Promise<void> {
  const moving = advances.flatMap(({ c, to }): { c: DomainCase; to: Stage; id: DomainId }[] => {
    const moment = to === "draining" || (to === "assigned" && c.account.stage === "closing");
    return moment && "snapshots" in c && c.source ? [{ c, to, id: c.source.id }] : [];
  });
  const outcomes = await world.source.read(moving.map(({ id }) => mailboxUsage(id)));
  moving.forEach(({ c, to }, index) => {
    const outcome = outcomes[index];
    if (!outcome?.ok) return;
    const bytes = outcome.value.reduce((sum, box) => sum + box.bytes, 0);
    const mailboxes = outcome.value.filter((box) => box.bytes > 0).length;
    const before = c.written.leftBehind;
    const closing = to === "assigned" && before !== null;
    c.written.leftBehind = { switched: closing ? before.switched : bytes, closed: closing ? bytes : null, mailboxes };
  });
}
