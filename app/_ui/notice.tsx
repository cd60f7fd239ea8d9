import type { ReactNode } from "react";
import { Icon, type IconName } from "./icon";

const looks: Record<"bad" | "warn" | "good" | "note", { icon: IconName; edge: string; ink: string }> = {
  bad: { icon: "alert", edge: "border-l-bad", ink: "text-bad" },
  warn: { icon: "warning", edge: "border-l-warn", ink: "text-warn" },
  good: { icon: "done", edge: "border-l-good", ink: "text-good" },
  note: { icon: "alert", edge: "border-l-accent", ink: "text-accent" },
};

/** A sentence that a person should read before going on: what happened to which thing, and the way out beside it. */
export function Notice({
  tone,
  title,
  children,
  action,
}: {
  tone: "bad" | "warn" | "good" | "note";
  title?: ReactNode;
  children?: ReactNode;
  action?: ReactNode;
}) {
  const look = looks[tone];
  return (
    <div
      className={`panel mb-5 flex flex-wrap items-center gap-x-4 gap-y-2 border-l-[3px] px-4 py-3 ${look.edge}`}
      role={tone === "bad" ? "alert" : "status"}
    >
      <Icon name={look.icon} className={`self-start mt-0.5 ${look.ink}`} size={17} />
      <p className="min-w-0 flex-1 basis-64 [overflow-wrap:anywhere]">
        {title ? <strong className="font-semibold">{title} </strong> : null}
        {children}
      </p>
      {action}
    </div>
  );
}
