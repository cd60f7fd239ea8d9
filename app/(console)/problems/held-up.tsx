import Link from "next/link";
import { type Column, DataTable } from "@/app/_ui/data-table";
import { Section } from "@/app/_ui/page";
import { Status } from "@/app/_ui/status";
import { Time } from "@/app/_ui/time";
import type { Failed } from "@/db/breakers";
import type { Guard } from "@/db/guards";
import { wordsOf } from "../guards";
import { Folded } from "./folded";

/** A guard, and of a breaker the changes that failed. */
export type HeldUp = Guard & { failed: Failed[] };

const tones = { bad: "bad", warn: "waiting", note: "off" } as const;

const columns: Column<HeldUp>[] = [
  {
    key: "server",
    title: "Server",
    lead: true,
    width: "w-[20%]",
    cell: ({ serverId, server, mailServerId }) =>
      serverId === null ? (
        <span className="font-semibold">The whole fleet</span>
      ) : (
        <Link href={mailServerId === null ? `/servers/${serverId}` : `/mail/${mailServerId}`} className="font-semibold">
          {server}
        </Link>
      ),
  },
  {
    key: "what",
    title: "What holds its changes up",
    cell: (guard) => {
      const { name, tone, why } = wordsOf(guard);
      return (
        <>
          <Status tone={tones[tone]}>{name}</Status>
          <p>{why}</p>
          <p className="text-[0.93em] text-faint">
            since <Time at={guard.since} as="moment" />
          </p>
          <FailedChanges failed={guard.failed} />
        </>
      );
    },
  },
  {
    key: "remedy",
    title: "What to do",
    width: "w-[34%]",
    cell: (guard) => {
      const { remedy, action } = wordsOf(guard);
      return (
        <div className="grid justify-items-start gap-2">
          <p className="text-soft">{remedy}</p>
          {action}
        </div>
      );
    },
  },
];

function FailedChanges({ failed }: { failed: readonly Failed[] }) {
  if (failed.length === 0) return null;
  return (
    <ul className="mt-2 grid gap-1.5 border-t border-line pt-2">
      {failed.map((one) => (
        <li key={one.id} className="[overflow-wrap:anywhere]">
          <p>
            {one.summary}
            {one.accountId && one.account ? (
              <>
                {" "}
                (<Link href={`/accounts/${one.accountId}`}>{one.account}</Link>)
              </>
            ) : null}
          </p>
          <p className="text-[0.93em] text-faint">
            {one.error} <Link href={`/activity/runs/${one.runId}`}>See the run</Link>
          </p>
        </li>
      ))}
    </ul>
  );
}

/** Every guard that is open, since when, why, and the way out. */
export function HeldUpChanges({ guards }: { guards: HeldUp[] }) {
  if (guards.length === 0) return null;
  return (
    <div id="held-up">
      <Section title="Changes are held up">
        <Folded
          rows={guards}
          one="guard"
          table={(rows, which) => (
            <DataTable
              caption={`What holds changes up${which}`}
              columns={columns}
              rows={rows}
              rowKey={({ kind, serverId }) => `${kind} ${serverId}`}
            />
          )}
        />
      </Section>
    </div>
  );
}
