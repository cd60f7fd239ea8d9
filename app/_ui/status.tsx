import type { ReactNode } from "react";
import type { NetStatus as Net, SyncStatus as Sync } from "@/db/schema";
import { count } from "@/lib/format";
import { Icon, type IconName } from "./icon";

export type Tone = "good" | "warn" | "mind" | "bad" | "unknown" | "busy" | "waiting" | "off";

const looks: Record<Tone, { icon: IconName; colour: string; dot: string }> = {
  good: { icon: "done", colour: "text-good", dot: "bg-good" },
  warn: { icon: "sync", colour: "text-warn", dot: "bg-warn" },
  /** Works, and should not stay so. */
  mind: { icon: "warning", colour: "text-warn", dot: "bg-warn" },
  bad: { icon: "alert", colour: "text-bad", dot: "bg-bad" },
  unknown: { icon: "unknown", colour: "text-soft", dot: "bg-edge" },
  busy: { icon: "sync", colour: "text-accent", dot: "bg-accent" },
  waiting: { icon: "clock", colour: "text-warn", dot: "bg-warn" },
  off: { icon: "pause", colour: "text-soft", dot: "bg-edge" },
};

/** Icon, word and colour: the one way in which the console says how something is. `note` stands small below it. */
export function Status({ tone, children, note }: { tone: Tone; children: ReactNode; note?: ReactNode }) {
  const look = looks[tone];
  return (
    <span className="inline-grid max-w-full gap-0.5">
      <span className={`inline-flex items-start gap-1.5 font-medium ${look.colour}`}>
        <Icon name={look.icon} className="mt-[0.15em]" />
        <span className="min-w-0 [overflow-wrap:break-word]">{children}</span>
      </span>
      {note ? <span className="text-[0.93em] text-faint">{note}</span> : null}
    </span>
  );
}

/** The small mark beside a server's name; the word is there for those who do not see colour. */
export function Dot({ tone, word }: { tone: Tone; word: string }) {
  return (
    <span title={word} className={`inline-block size-1.5 shrink-0 rounded-full ${looks[tone].dot}`}>
      <span className="sr-only">{word}</span>
    </span>
  );
}

export const netTone: Record<Net, Tone> = { online: "good", error: "bad", unknown: "unknown" };
export const netWord: Record<Net, string> = { online: "Online", error: "Error", unknown: "Unknown" };

export function NetStatus({ status, note }: { status: Net; note?: ReactNode }) {
  return (
    <Status tone={netTone[status]} note={note}>
      {netWord[status]}
    </Status>
  );
}

export function SyncStatus({ status, outdated, note }: { status: Sync; outdated?: number; note?: ReactNode }) {
  if (status === "synchronized") {
    return (
      <Status tone="good" note={note}>
        Synchronized
      </Status>
    );
  }
  return (
    <Status tone={status === "outdated" ? "warn" : "unknown"} note={note}>
      {status === "unknown" ? "Unknown" : outdated === undefined ? "Outdated" : `Outdated (${count(outdated)})`}
    </Status>
  );
}
