"use server";

import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { z } from "zod";
import type { ActionResult } from "@/app/_ui/action-form";
import { url } from "@/app/_ui/listing";
import { type Account, getAccount, wishForAccount } from "@/db/account";
import { type Answer, answerProblem, answersTo } from "@/db/answers";
import { record } from "@/db/audit";
import type { Db } from "@/db/client";
import { enqueueReconcile } from "@/db/jobs";
import { awaitAnswer } from "@/db/questions";
import { wishForServer } from "@/db/server";
import { requireRight } from "@/lib/access/session";
import { askLater } from "@/lib/ask";
import { db } from "@/lib/database";
import { enforcement, notTaken } from "./enforcement";

const gone: ActionResult = { ok: false, message: "That account no longer exists." };

async function accountOf(form: FormData): Promise<Account | null> {
  const id = z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER).safeParse(form.get("accountId"));
  return id.success ? getAccount(db, id.data) : null;
}

/** Looking is the whole server's: a look is complete or none. */
export async function lookAgain(_before: ActionResult | null, form: FormData): Promise<ActionResult> {
  const admin = await requireRight("synchronize");
  const account = await accountOf(form);
  if (!account) return gone;
  const wished = await db.transaction(async (tx) => {
    if (!(await wishForServer(tx, "refresh", { serverId: account.serverId, by: admin.login }))) return false;
    await noted(tx, "account.refreshed", account, admin.login);
    return true;
  });
  revalidatePath(`/accounts/${account.id}`);
  return wished
    ? { ok: true, message: `${account.server} is being looked at, and ${account.name} with it.` }
    : notAssigned(account);
}

/** Asks DNS what stands there now, and has the account looked at, so that a move that waited for it goes on. */
export async function checkRecords(_before: ActionResult | null, form: FormData): Promise<ActionResult> {
  const admin = await requireRight("synchronize");
  const account = await accountOf(form);
  if (!account) return gone;
  const question = await askLater("records", { accountId: account.id }, { by: admin.login });
  await db.transaction(async (tx) => {
    if (!(await wishForServer(tx, "refresh", { serverId: account.serverId, by: admin.login }))) return;
    await noted(tx, "account.refreshed", account, admin.login);
  });
  const answered = await awaitAnswer(db, question, 15_000);
  if (!answered)
    return { ok: false, message: "The worker has not answered yet. Look whether it runs, then try again." };
  if (answered.error !== null) return { ok: false, message: answered.error };
  redirect(`${url(`/accounts/${account.id}`, { records: question })}#records`);
}

export async function synchronizeAccount(_before: ActionResult | null, form: FormData): Promise<ActionResult> {
  const admin = await requireRight("synchronize");
  const account = await accountOf(form);
  if (!account) return gone;
  const wished = await db.transaction(async (tx) => {
    const place = await wishForAccount(tx, { accountId: account.id, by: admin.login });
    if (place) await noted(tx, "account.synchronized", account, admin.login);
    return place;
  });
  revalidatePath(`/accounts/${account.id}`);
  if (!wished) return notAssigned(account);
  const message = wished.automatic
    ? `${account.server} is being synchronized, and ${account.name} with it.`
    : `${account.name} is being synchronized, and nothing else of ${account.server}.`;
  return { ok: true, message };
}

type Asked = "account.refreshed" | "account.synchronized";

async function noted(tx: Db, event: Asked, account: Account, actor: string): Promise<void> {
  await record(tx, { actor, event, target: account.name, detail: { accountId: account.id } });
  await enqueueReconcile(tx, account.serverId);
}

const notAssigned = ({ server }: Account): ActionResult => ({
  ok: false,
  message: `${server} is no longer assigned: nothing is synchronized for it.`,
});

/** A person's answer to the problem that the page showed: the next run follows it. */
async function answer(
  choose: (account: Account) => Answer,
  form: FormData,
  said: (account: Account) => string,
): Promise<ActionResult> {
  const admin = await requireRight("accounts.decide");
  const account = await accountOf(form);
  if (!account) return gone;
  const given = choose(account);
  const to = String(form.get("problem") ?? "");
  const answered = await db.transaction(async (tx) => {
    if (!(await answerProblem(tx, account.id, { answer: given, to, by: admin.login }))) return false;
    const detail = { accountId: account.id, problem: account.problem, differences: account.differences };
    const event = given === "close" ? "account.closed" : "account.enforced";
    await record(tx, { actor: admin.login, event, target: account.name, detail });
    await wishForAccount(tx, { accountId: account.id, by: admin.login });
    await enqueueReconcile(tx, account.serverId);
    return true;
  });
  revalidatePath(`/accounts/${account.id}`);
  if (answered) return { ok: true, message: said(account) };
  return { ok: false, message: notTaken((await getAccount(db, account.id)) ?? account, to) };
}

/** What "go on all the same" is for an account's problem. */
const goOn = (account: Account): Answer => answersTo(account).find((each) => each !== "close") ?? "enforce";

export async function enforce(_before: ActionResult | null, form: FormData): Promise<ActionResult> {
  return answer(goOn, form, (account) => enforcement(account).said);
}

export async function closeAccount(_before: ActionResult | null, form: FormData): Promise<ActionResult> {
  return answer(
    () => "close",
    form,
    (account) => `${account.name} is closed once no MX names ${account.mailServer}.`,
  );
}
