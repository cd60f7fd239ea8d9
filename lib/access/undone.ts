import { cookies, headers } from "next/headers";
import { undoneCookie } from "./auth";
import { isChange } from "./origin";

/**
 * The page on which something was pressed that was not done, because its person had to prove first to be there. The
 * browser keeps the page's address alone: what was typed on it may be a secret.
 */

/** As long as proving may take, also by way of an identity provider. */
const SECONDS = 600;

/** For an action that leads to the proof in place of doing what it was asked for. */
export async function noteUndone(page: string | null): Promise<void> {
  if (page) await keep(pathOf(page), SECONDS);
}

/** For an action that is done: whatever was not is no longer what the person waits for. */
export async function forgetUndone(): Promise<void> {
  if ((await cookies()).has(undoneCookie().name)) await keep("", 0);
}

/** Whether something was pressed on this page that was not done, and nothing like it has been done since. */
export async function isUndone(page: string | null): Promise<boolean> {
  const noted = (await cookies()).get(undoneCookie().name)?.value;
  return page !== null && noted === pathOf(page);
}

async function keep(value: string, maxAge: number): Promise<void> {
  if (!isChange(await headers())) return;
  const { name, options } = undoneCookie();
  try {
    (await cookies()).set(name, value, { ...options, maxAge });
  } catch {
    // A page is shown after an action, in the same request: an action alone may set a cookie, and on a page that is
    // merely shown nothing was pressed.
  }
}

/** What stands behind the question mark says how a page is shown, not which one it is. */
const pathOf = (page: string) => page.split("?", 1)[0] ?? page;
