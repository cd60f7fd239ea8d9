import { Notice } from "@/app/_ui/notice";
import { Time } from "@/app/_ui/time";
import { lastLook } from "@/db/health";
import { db } from "@/lib/database";
import { env } from "@/lib/env";
import { silentSince } from "@/lib/silence";

/** Pages go on showing what was seen last, so they say when nobody looks any more. */
export async function Silence() {
  const since = silentSince(await lastLook(db), new Date(), env().probeSeconds);
  if (!since) return null;
  return (
    <Notice tone="bad" title="The worker looks at no server.">
      Last look: <Time at={since} as="moment" />. Until it runs again these pages show what was then, nothing is
      synchronized, and nobody is told of trouble. Start the worker, or read its log.
    </Notice>
  );
}
