import { Time } from "@/app/_ui/time";
import type { Account } from "@/db/account";
import type { Stage } from "@/db/schema";
import { stages } from "../stage-status";
import { isKeptAway, nothingMoved } from "./facts";

const out: Stage[] = ["building", "proving", "switching", "draining", "closing", "assigned"];
const back: Stage[] = ["reopening", "proving-home", "switching-back", "draining-back", "closed"];

/** How far a domain's move is, and when each stage was reached. A client has no mail of its own: nothing of it moves. */
export function Timeline({ account }: { account: Account }) {
  if (!account.stage || account.kind === "client") return null;
  const way = back.includes(account.stage) ? back : out;
  const current = way.indexOf(account.stage);
  const arrived = current === way.length - 1;
  return (
    <section className="panel mb-4 px-4 pt-4 pb-3" aria-label="Stage">
      <ol className="grid grid-cols-2 gap-x-1 gap-y-3 sm:grid-flow-col sm:grid-cols-none sm:auto-cols-fr">
        {way.map((stage, index) => (
          <li key={stage} aria-current={index === current ? "step" : undefined}>
            <div
              aria-hidden="true"
              className={`mb-2 h-1 rounded-full ${
                index < current || arrived ? "bg-good" : index === current ? "bg-accent" : "bg-track"
              }`}
            />
            <p className={index > current ? "text-faint" : "font-medium"}>{stages[stage].word}</p>
            <p className="text-[0.93em] text-faint">
              <Reached account={account} stage={stage} current={index === current} past={index <= current} />
            </p>
          </li>
        ))}
      </ol>
      <p className="mt-3 text-soft">
        {holds(account, account.stage)}
        {account.waiting ? ` ${account.waiting}` : ""}
      </p>
    </section>
  );
}

function holds(account: Account, stage: Stage): string {
  if (nothingMoved(account))
    return "Its mail was off when it came, so nothing was moved. It starts to move when its mail is switched on.";
  if (isKeptAway(account))
    return "The mail server has the domain and its addresses, with its mail off. Its mail goes where it went before.";
  if (account.problem === "mx-astray")
    return "The mail server takes the mail that reaches it. Local mail is off, and not every name server leads there any more.";
  return stages[stage].holds;
}

function Reached({
  account,
  stage,
  current,
  past,
}: {
  account: Account;
  stage: Stage;
  current: boolean;
  past: boolean;
}) {
  if (current && account.stageUntil)
    return (
      <>
        until <Time at={account.stageUntil} as="moment" />, <Time at={account.stageUntil} />
      </>
    );
  const at = account.stageTimes[stage] ?? (current ? account.stageSince?.toISOString() : undefined);
  return past && at ? <Time at={new Date(at)} as="moment" /> : null;
}
