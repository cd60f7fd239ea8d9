import Link from "next/link";
import type { ReactNode } from "react";
import { ActionForm, Submit } from "@/app/_ui/action-form";
import { Icon } from "@/app/_ui/icon";
import { Notice } from "@/app/_ui/notice";
import { Status } from "@/app/_ui/status";
import { Time } from "@/app/_ui/time";
import { May } from "@/app/(console)/may";
import type { Guard } from "@/db/guards";
import { counted } from "@/lib/format";
import { guardCause, guardTitle } from "@/lib/guard-words";
import { close, resume } from "./guard-actions";
import { release } from "./problems/actions";
import { setServerMaintenance } from "./servers/[id]/actions";

interface Words extends Meaning {
  /** What happened, in a sentence. */
  title: string;
  why: string;
}

interface Meaning {
  tone: "bad" | "warn" | "note";
  /** In a word or two. */
  name: string;
  /** What it means, and what to do. */
  remedy: ReactNode;
  action: ReactNode;
}

/** What a guard is to a person, with the way out. */
export const wordsOf = (guard: Guard): Words => ({
  title: guardTitle(guard),
  why: guardCause(guard),
  ...meaningOf(guard),
});

function meaningOf({ kind, id, serverId, server, mailServerId, until, released }: Guard): Meaning {
  const whose = server ?? "the fleet";
  const aServer = <input type="hidden" name="serverId" value={serverId ?? ""} />;
  switch (kind) {
    case "restored":
      return {
        tone: "bad",
        name: "Only looking",
        remedy:
          "What it says may be older than the servers are, so nothing is changed on any of them. Let every server be looked at, go through the problems, then let changes be made again.",
        action: (
          <May right="changes.allow">
            <ActionForm action={resume} className="grid justify-items-start gap-1">
              <Submit>I have looked; make changes again</Submit>
            </ActionForm>
          </May>
        ),
      };
    case "stopped":
      return {
        tone: "warn",
        name: "Stop switch",
        remedy: "The console still looks, and changes nothing on any server.",
        action: (
          <Link href="/settings#stop" className="button">
            See the stop switch
          </Link>
        ),
      };
    case "breaker":
      return {
        tone: "bad",
        name: "Breaker open",
        remedy: `Nothing is changed ${server ? `on ${server}` : "on any server"}; looking goes on, and mail is delivered as it is now. Read what failed, put it right, then close the breaker.`,
        action: (
          <May right="changes.allow">
            <ActionForm action={close} className="grid justify-items-start gap-1">
              <input type="hidden" name="breaker" value={id ?? ""} />
              <Submit>Close the breaker</Submit>
            </ActionForm>
          </May>
        ),
      };
    case "certificate":
      return {
        tone: "bad",
        name: "Another certificate",
        remedy: `It was renewed, or somebody stood between this console and the server. Nothing was sent to it, and nothing is changed on ${whose}${mailServerId === null ? "" : " or the servers assigned to it"} until you have compared its certificate and confirmed one, also where the old one is back.`,
        action: (
          <May right="servers.keys">
            <Link href={`/servers/${serverId}/certificate`} className="button">
              Compare the certificate
            </Link>
          </May>
        ),
      };
    case "quarantine":
      return {
        tone: "bad",
        name: "Quarantine",
        remedy:
          "It is only looked at, and what is missing is kept on the mail server. Find out why so much is gone; if it is right so, release it.",
        action: released ? (
          <Status tone="busy">Released; looked at next</Status>
        ) : (
          <May right="release">
            <ActionForm action={release} className="grid justify-items-start gap-1">
              {aServer}
              <Submit>It is right so: release</Submit>
            </ActionForm>
          </May>
        ),
      };
    case "maintenance":
      return {
        tone: "note",
        name: "Maintenance",
        remedy: `The console looks, and changes nothing on ${whose} until that is ended.`,
        action: (
          <May right="servers.change">
            <ActionForm action={setServerMaintenance} className="grid justify-items-start gap-1">
              {aServer}
              <Submit name="on" value="no">
                End maintenance
              </Submit>
            </ActionForm>
          </May>
        ),
      };
    case "budget":
      return {
        tone: "note",
        name: "Budget used up",
        remedy: (
          <>
            What is left waits where both servers accept, and goes on by itself
            {until ? (
              <>
                {" "}
                <Time at={until} />
              </>
            ) : null}
            .
          </>
        ),
        action: (
          <Link href="/settings#budget" className="button">
            See the budget
          </Link>
        ),
      };
  }
}

/** More than this are folded, one line each, or they would push away the page that they stand on. */
const UNFOLDED = 2;
const SHOWN = 6;

/** What holds changes up, said before anything else. */
export function Guards({ guards }: { guards: readonly Guard[] }) {
  if (guards.length > UNFOLDED) return <FoldedGuards guards={guards} />;
  return guards.map((guard) => {
    const { tone, title, why, remedy, action } = wordsOf(guard);
    return (
      <Notice key={`${guard.kind} ${guard.serverId}`} tone={tone} title={title} action={action}>
        {why} Since <Time at={guard.since} as="moment" />. {remedy}
      </Notice>
    );
  });
}

const looks = {
  bad: { icon: "alert", ink: "text-bad" },
  warn: { icon: "warning", ink: "text-warn" },
  note: { icon: "pause", ink: "text-accent" },
} as const;

/** What it is, since when, and the way out in a line; why, and what it means, unfold. */
function FoldedGuards({ guards }: { guards: readonly Guard[] }) {
  return (
    <section
      className="panel mb-5 divide-y divide-line border-l-[3px] border-l-bad"
      aria-label={guards[0]?.serverId === null ? "What holds all changes up" : "What holds changes up here"}
      role={guards.some((guard) => wordsOf(guard).tone === "bad") ? "alert" : undefined}
    >
      {guards.slice(0, SHOWN).map((guard) => {
        const { tone, title, why, remedy, action } = wordsOf(guard);
        const { icon, ink } = looks[tone];
        return (
          <div
            key={`${guard.kind} ${guard.serverId}`}
            className="flex flex-wrap items-center gap-x-4 gap-y-1.5 px-4 py-1.5"
          >
            <details className="min-w-0 flex-1 basis-64">
              <summary className="[overflow-wrap:anywhere]">
                <Icon name={icon} className={`mr-1 inline align-[-0.2em] ${ink}`} />{" "}
                <strong className="font-semibold">{title}</strong>{" "}
                <span className="text-faint">
                  since <Time at={guard.since} as="moment" />
                </span>
              </summary>
              <p className="mt-1 mb-2 text-soft [overflow-wrap:anywhere]">
                {why} {remedy}
              </p>
            </details>
            {action}
          </div>
        );
      })}
      {guards.length > SHOWN ? (
        <p className="px-4 py-2">
          <Link href="/problems">See {counted(guards.length - SHOWN, "more guard")} that hold changes up</Link>
        </p>
      ) : null}
    </section>
  );
}
