import { ActionForm, Submit } from "@/app/_ui/action-form";
import { Time } from "@/app/_ui/time";
import type { Account } from "@/db/account";
import { problem } from "@/lib/problems";
import { OpenPanel } from "../../open-panel";
import { enforce, lookAgain } from "./actions";
import { domainFacts } from "./facts";

const answerable = ["changed-by-someone", "changed-on-both-sides"];

/** What happened, since when, why, what to do, and the button for it. */
export function ProblemPanel({ account }: { account: Account }) {
  if (!account.problem) return null;
  const { title, meaning, remedy } = problem(account.problem);
  return (
    <section className="panel mb-4 border-l-[3px] border-l-bad px-4 pt-3 pb-4" aria-labelledby="problem">
      <h2 id="problem" className="mb-1 text-bad">
        {title}
      </h2>
      {account.problemSince ? (
        <p className="mb-2 text-[0.93em] text-faint">
          since <Time at={account.problemSince} as="moment" />
        </p>
      ) : null}
      <p className="mb-2 [overflow-wrap:anywhere]">{account.problemDetail || meaning}</p>
      {account.problemDetail ? <p className="mb-2 text-soft">{meaning}</p> : null}
      <p className="mb-3">
        <strong className="font-semibold">What to do:</strong> {remedy}
      </p>
      {account.problem === "dns-elsewhere" || account.problem === "mx-elsewhere" ? (
        <WantedRecords account={account} />
      ) : null}
      <div className="flex flex-wrap items-start gap-2">
        {answerable.includes(account.problem) ? <Enforce account={account} /> : null}
        <ActionForm action={lookAgain} className="grid justify-items-start gap-1">
          <input type="hidden" name="accountId" value={account.id} />
          <Submit>Look again</Submit>
        </ActionForm>
        <OpenPanel serverId={account.serverId}>Open {account.server.split(".")[0]}</OpenPanel>
      </div>
    </section>
  );
}

function Enforce({ account }: { account: Account }) {
  if (account.solution === "enforce")
    return (
      <p className="py-1.5 text-soft">
        {account.solvedBy} chose {account.server}’s value; it is written at the next run.
      </p>
    );
  return (
    <ActionForm action={enforce} className="grid justify-items-start gap-1">
      <input type="hidden" name="accountId" value={account.id} />
      <Submit className="button button-primary">Write {account.server.split(".")[0]}’s value again</Submit>
    </ActionForm>
  );
}

/** To copy into the place where the zone is served. */
function WantedRecords({ account }: { account: Account }) {
  if (!account.mxHost) return null;
  const facts = domainFacts(account.source);
  const names = [account.ascii, ...(facts?.aliases ?? []).filter((each) => each.mail).map((each) => each.name)];
  return (
    <div className="mb-3">
      <p className="mb-1 text-soft">Wanted records:</p>
      <pre className="overflow-x-auto rounded-md bg-side px-3 py-2 font-mono text-[0.86em] leading-relaxed">
        {names.map((name) => `${name}.\n  IN MX 10 ${account.mxHost}.`).join("\n")}
      </pre>
    </div>
  );
}
