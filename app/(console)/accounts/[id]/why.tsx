import { Panel } from "@/app/_ui/page";
import { Time } from "@/app/_ui/time";
import type { Account } from "@/db/account";
import type { Difference } from "@/db/schema";

const shown = 12;

/** Why an account is outdated: every difference with its reason, and what synchronize does about it. */
export function WhyOutdated({ account }: { account: Account }) {
  if (account.differences.length === 0) return null;
  const rest = account.differences.length - shown;
  return (
    <Panel title="Why it is outdated">
      <ul className="grid gap-2">
        {account.differences.slice(0, shown).map((difference) => (
          <li key={`${difference.field} ${difference.source} ${difference.central} ${difference.reason}`}>
            <One difference={difference} />
          </li>
        ))}
      </ul>
      {rest > 0 ? <p className="mt-2 text-soft">and {rest} more</p> : null}
      <p className="mt-3 text-soft">
        Synchronize makes {account.mailServer} match. Nothing that holds mail is deleted.
        {account.lookedAt ? (
          <>
            {" "}
            Looked at <Time at={account.lookedAt} />.
          </>
        ) : null}
      </p>
    </Panel>
  );
}

function One({ difference }: { difference: Difference }) {
  return (
    <>
      <span className="block [overflow-wrap:anywhere]">{difference.reason}</span>
      <span className="block text-[0.93em] [overflow-wrap:anywhere] text-faint">
        {difference.central || "nothing"} → {difference.source || "nothing"}
      </span>
    </>
  );
}
