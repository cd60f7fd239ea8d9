import { Section } from "@/app/_ui/page";
import type { Phase } from "@/db/run-phases";
import type { Run } from "@/db/runs";
import { count, duration, shortName } from "@/lib/format";

const words: Record<string, string> = {
  "create-client": "create clients",
  "update-client": "update clients",
  "create-domain": "create domains",
  "create-site": "create additional domains",
  "rename-domain": "rename domains",
  "set-owner": "give domains to their clients",
  "create-alias": "create domain aliases",
  "set-alias": "switch domain aliases",
  "mail-service": "switch mail",
  "catch-all": "set unknown addresses",
  "create-address": "create addresses",
  "update-address": "update addresses",
  "add-mail-aliases": "add mail aliases",
  "add-mx": "add MX",
  "remove-mx": "remove MX",
  "create-button": "create Mail buttons",
  "remove-button": "remove Mail buttons",
};

/** When what was done, each kind of operation on each server as a bar from its first to its last. */
export function RunTimeline({ run, phases }: { run: Run; phases: readonly Phase[] }) {
  if (phases.length === 0) return null;
  const start = run.startedAt.getTime();
  const length = Math.max(1, (run.finishedAt ?? new Date()).getTime() - start);
  const share = (at: Date) => Math.min(100, Math.max(0, ((at.getTime() - start) / length) * 100));
  return (
    <Section title="Timeline" note={`${duration(length / 1000)} from left to right`}>
      <ol className="panel grid gap-x-4 gap-y-2.5 px-4 py-3 sm:grid-cols-[minmax(0,16rem)_minmax(0,1fr)_minmax(0,9rem)]">
        {phases.map((phase) => {
          const left = Math.min(99, share(phase.began));
          const width = Math.max(1, share(phase.ended) - left);
          const look = phase.failed > 0 ? "fill-bad" : phase.unsettled > 0 ? "fill-accent" : "fill-good";
          return (
            <li
              key={`${phase.kind} ${phase.serverId}`}
              className="grid items-center gap-x-4 gap-y-1 sm:col-span-3 sm:grid-cols-subgrid"
            >
              <span className="min-w-0 truncate">
                {words[phase.kind] ?? phase.kind}{" "}
                <span className="text-faint">
                  on {phase.server ? shortName(phase.server) : `server ${phase.serverId}`}
                </span>
              </span>
              <svg aria-hidden="true" className="block h-[7px] w-full rounded-full bg-track">
                <rect x={`${left}%`} width={`${width}%`} height="7" rx="3.5" className={look} />
              </svg>
              <span className="numeric text-soft">
                {count(phase.count)}
                {phase.failed > 0 ? <span className="text-bad"> · {count(phase.failed)} failed</span> : null}
                {" · "}
                {duration((phase.ended.getTime() - phase.began.getTime()) / 1000)}
              </span>
            </li>
          );
        })}
      </ol>
    </Section>
  );
}
