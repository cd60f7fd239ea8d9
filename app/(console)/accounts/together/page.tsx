import type { Metadata } from "next";
import Link from "next/link";
import { ActionForm, Field, Submit } from "@/app/_ui/action-form";
import type { SearchParams } from "@/app/_ui/listing";
import { Notice } from "@/app/_ui/notice";
import { Columns, PageHeader, Panel, Section } from "@/app/_ui/page";
import { listConcernedChanges, listConcernedServers, togetherUpTo } from "@/db/together";
import { requireRight } from "@/lib/access/session";
import { db } from "@/lib/database";
import { count, counted } from "@/lib/format";
import { May } from "../../may";
import { OutdatedTable } from "../../outdated";
import { listAddress } from "../search";
import { doTogether } from "./actions";
import { type Chosen, chosen, selectable } from "./chosen";
import { ConcernedServers } from "./servers";
import { deedWords, rightFor } from "./words";

export const metadata: Metadata = { title: "Many accounts" };
export const dynamic = "force-dynamic";

const shown = 20;

/** What a deed would concern, server by server and account by account, before it is done. */
export default async function Together({ searchParams }: { searchParams: SearchParams }) {
  await requireRight("synchronize");
  const what = await chosen(searchParams);
  const { deed, filter, selected } = what;
  const words = deedWords[deed];
  const crumbs = [{ href: "/accounts", name: "Accounts" }];
  const fault = selected === 0 || (selected ?? 0) > selectable;
  const servers = fault ? [] : await listConcernedServers(db, filter, deed);
  const sum = (key: "accounts" | "outdated" | "problems") => servers.reduce((total, server) => total + server[key], 0);
  if (fault || sum("accounts") > togetherUpTo)
    return (
      <>
        <PageHeader title={`${words.title} many accounts`} crumbs={crumbs} />
        <Refused what={what} />
      </>
    );
  const changes = await listConcernedChanges(db, filter, deed, shown);
  const differing = sum(deed === "synchronize" ? "outdated" : "problems");
  return (
    <>
      <PageHeader title={`${words.title} ${counted(sum("accounts"), "account")}`} crumbs={crumbs} />
      <Columns asideFirst aside={<Confirm what={what} accounts={sum("accounts")} />}>
        <Section title="On these Plesk servers">
          <ConcernedServers servers={servers} />
        </Section>
        {changes.length > 0 ? (
          <Section
            title="What was different at the last look"
            note={differing > changes.length ? `the first ${count(changes.length)}` : undefined}
          >
            <OutdatedTable rows={changes} withProblem={words.withProblem} />
          </Section>
        ) : null}
      </Columns>
    </>
  );
}

function Refused({ what: { selected, search } }: { what: Chosen }) {
  const back = (
    <Link href={listAddress(search, {})} className="button">
      Back to the list
    </Link>
  );
  if (selected === 0)
    return (
      <Notice tone="note" title="No account is selected." action={back}>
        Tick the boxes of the accounts that you mean, or “all that match”.
      </Notice>
    );
  return (
    <Notice tone="note" title="These are too many to name." action={back}>
      {selected === null
        ? `More than ${count(togetherUpTo)} accounts match. Narrow the list, or synchronize whole mail servers from the start page.`
        : `At most ${count(selectable)} accounts can be selected one by one. Narrow the list and choose all that match.`}
    </Notice>
  );
}

function Confirm({ what, accounts }: { what: Chosen; accounts: number }) {
  const { deed, inputs, search } = what;
  const words = deedWords[deed];
  return (
    <Panel title="What happens">
      {words.meaning.map((paragraph) => (
        <p key={paragraph} className="mb-3 text-soft">
          {paragraph}
        </p>
      ))}
      <ActionForm action={doTogether} className="grid gap-3">
        {inputs.map(([name, value]) => (
          <input key={`${name} ${value}`} type="hidden" name={name} value={value} />
        ))}
        <input type="hidden" name="shown" value={accounts} />
        {words.confirm && accounts > 0 ? (
          <Field
            name="word"
            label={`Type ${words.confirm.word}`}
            hint={words.confirm.hint}
            autoComplete="off"
            spellCheck={false}
            required
          />
        ) : null}
        <div className="flex flex-wrap gap-2">
          {accounts > 0 ? (
            <May
              right={rightFor[deed]}
              otherwise={<p className="py-1.5 text-soft">Your role may look at this only.</p>}
            >
              <Submit className={`button ${deed === "close" ? "button-danger" : "button-primary"}`}>
                {words.button}
              </Submit>
            </May>
          ) : null}
          <Link href={listAddress(search, {})} className="button">
            Back
          </Link>
          <Link href="/activity" className="button button-quiet">
            See the runs
          </Link>
        </div>
      </ActionForm>
    </Panel>
  );
}
