import { ActionForm, Submit } from "@/app/_ui/action-form";
import { Time } from "@/app/_ui/time";
import { May } from "@/app/(console)/may";
import type { Account } from "@/db/account";
import { answersTo, asked } from "@/db/answers";
import { shortName } from "@/lib/format";
import { problem } from "@/lib/problems";
import { OpenPanel } from "../../open-panel";
import { closeAccount, enforce, lookAgain } from "./actions";
import { enforcement, turning } from "./enforcement";

/** What happened, since when, why, what to do, and the button for it. */
export function ProblemPanel({ account }: { account: Account }) {
  if (!account.problem) return null;
  const { title, meaning, remedy } = problem(account.problem);
  const answers = answersTo(account);
  const later = turning(account);
  return (
    <section
      className="panel mb-4 border-l-[3px] border-l-bad px-4 pt-3 pb-4 *:max-w-[54rem]"
      aria-labelledby="problem"
    >
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
      {later ? <p className="mb-3 text-soft">{later}</p> : null}
      {answers.includes("close") ? (
        <May right="accounts.decide">
          <Close account={account} />
        </May>
      ) : null}
      <div className="flex flex-wrap items-start gap-2">
        {answers.includes("enforce") || answers.includes("take") ? (
          <May right="accounts.decide" otherwise={<p className="py-1.5 text-soft">An administrator decides.</p>}>
            <Enforce account={account} />
          </May>
        ) : null}
        <May right="synchronize">
          <ActionForm action={lookAgain} className="grid justify-items-start gap-1">
            <input type="hidden" name="accountId" value={account.id} />
            <Submit>Look again</Submit>
          </ActionForm>
        </May>
        <OpenPanel serverId={account.serverId}>Open {shortName(account.server)}</OpenPanel>
      </div>
    </section>
  );
}

/** What a form answers: the account may have another problem by the time it is sent. */
function Answered({ account }: { account: Account }) {
  return (
    <>
      <input type="hidden" name="accountId" value={account.id} />
      <input type="hidden" name="problem" value={asked(account)} />
    </>
  );
}

function Enforce({ account }: { account: Account }) {
  const { button, beside, chosen } = enforcement(account);
  if (account.solution === "enforce" || account.solution === "take")
    return <p className="py-1.5 text-soft">{chosen}</p>;
  return (
    <>
      {beside ? <p className="w-full text-soft">{beside}</p> : null}
      <ActionForm action={enforce} className="grid justify-items-start gap-1">
        <Answered account={account} />
        <Submit className="button button-primary">{button}</Submit>
      </ActionForm>
    </>
  );
}

/** What closing means, with its button; once chosen, who chose it. */
function Close({ account }: { account: Account }) {
  return (
    <div className="mb-3 grid gap-2">
      <p className="text-soft">
        {account.kind === "client"
          ? `Closing takes it out of every list and number here. On ${account.mailServer} the client, its domains and all their mail stay as they are.`
          : `Closing first looks that no MX names ${account.mailServer} any more, then switches its mail off there and takes it out of every list and number here. The domain, its mailboxes and every message stay on ${account.mailServer}.`}
      </p>
      {account.solution === "close" ? (
        <p>{account.solvedBy} closes this account; the next runs see to it.</p>
      ) : (
        <ActionForm action={closeAccount} className="grid justify-items-start gap-1">
          <Answered account={account} />
          <Submit className="button button-primary">Close this account</Submit>
        </ActionForm>
      )}
    </div>
  );
}
