import Link from "next/link";
import type { ReactNode } from "react";
import { ActionForm, Submit } from "@/app/_ui/action-form";
import { Notice } from "@/app/_ui/notice";
import { Time } from "@/app/_ui/time";
import type { Guard } from "@/db/guards";
import { resume } from "./guard-actions";

interface Words {
  title: ReactNode;
  /** Since when, what it means, and what to do. */
  text: ReactNode;
  action: ReactNode;
}

/** What a guard is to a person, with the way out. */
function wordsOf({ kind, since, why, by }: Guard): Words {
  switch (kind) {
    case "restored":
      return {
        title: "The console only looks: its database was restored.",
        text: (
          <>
            {why} Found <Time at={since} as="moment" />. What it says may be older than the servers are, so nothing is
            changed on any of them. Let every server be looked at, go through the problems, then let changes be made
            again.
          </>
        ),
        action: (
          <ActionForm action={resume} className="grid justify-items-start gap-1">
            <Submit>I have looked; make changes again</Submit>
          </ActionForm>
        ),
      };
    case "stopped":
      return {
        title: "All changes are stopped.",
        text: (
          <>
            {by} pressed the stop switch <Time at={since} />. The console still looks, and changes nothing on any
            server.
          </>
        ),
        action: (
          <Link href="/settings#stop" className="button">
            See the stop switch
          </Link>
        ),
      };
  }
}

/** What holds changes up, said before anything else. */
export function Guards({ guards }: { guards: readonly Guard[] }) {
  return guards.map((guard) => {
    const { title, text, action } = wordsOf(guard);
    return (
      <Notice key={guard.kind} tone={guard.kind === "restored" ? "bad" : "warn"} title={title} action={action}>
        {text}
      </Notice>
    );
  });
}
