import { Notice } from "@/app/_ui/notice";
import { Time } from "@/app/_ui/time";
import type { getCheck } from "@/db/audit-chain";
import { counted } from "@/lib/format";

/** Whether every entry is still what was written, by the last check of the whole chain. */
export function Chain({ check }: { check: Awaited<ReturnType<typeof getCheck>> }) {
  const { checkedAt, entries, fault } = check ?? { checkedAt: new Date(), entries: 0, fault: null };
  if (!fault && entries === 0)
    return (
      <p className="mb-3 text-faint">Each entry is chained to the one before it. The chain is checked every hour.</p>
    );
  if (fault)
    return (
      <Notice tone="bad" title="The audit trail is broken.">
        {fault} Found <Time at={checkedAt} as="moment" />, after {counted(entries, "entry", "entries")} that are whole.
        Find out who has changed the database. <code className="font-mono">npm run audit</code> checks it again.
      </Notice>
    );
  return (
    <p className="mb-3 text-faint">
      Each entry is chained to the one before it. {counted(entries, "entry", "entries")} checked{" "}
      <Time at={checkedAt} as="moment" />: none was changed or removed.
    </p>
  );
}
