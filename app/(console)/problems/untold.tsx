import Link from "next/link";
import { Notice } from "@/app/_ui/notice";
import { May } from "@/app/(console)/may";
import type { listFailingChannels } from "@/db/channels";
import { clause, some } from "@/lib/format";

/** Who should be told of trouble and cannot be: then this page is all there is. */
export function Untold({ channels }: { channels: Awaited<ReturnType<typeof listFailingChannels>> }) {
  const [first] = channels;
  if (!first) return null;
  return (
    <Notice
      tone="warn"
      title={`${some(channels.map(({ name }) => name))} cannot be told of trouble.`}
      action={
        <May right="channels.see">
          <Link href="/settings/notifications" className="button">
            See the notifications
          </Link>
        </May>
      }
    >
      {channels.length === 1 && first.failure ? `${clause(first.failure)}.` : null}
    </Notice>
  );
}
