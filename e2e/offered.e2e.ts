import type { APIRequestContext } from "@playwright/test";
import { may, type Right, roles, roleWords } from "@/lib/access/rights";
import { expect, signIn, test } from "./demo";
import { join } from "./join";
import { actions } from "./site/entry-points";
import { askedOfActions } from "./site/table";

/** Actions by the id that a form of the page carries, so that it works without script. */
const byId = new Map(actions().map(({ id, name }) => [id, name]));

/** One address of each shape: numbers tell which one of many, a query how it is shown. */
const shape = (address: string) => address.replace(/\?.*/, "").replace(/\/\d+/g, "/1");

/** Looks at every page that can be reached by links. Answers what is offered there: pages that answer 403, and actions. */
async function walk(request: APIRequestContext): Promise<{ pages: number; refused: string[]; offered: Set<string> }> {
  const seen = new Set<string>();
  const offered = new Set<string>();
  const refused: string[] = [];
  const ahead = ["/mail"];
  for (let address = ahead.shift(); address; address = ahead.shift()) {
    if (seen.has(shape(address))) continue;
    seen.add(shape(address));
    const answer = await request.get(address);
    if (answer.status() === 403) refused.push(address);
    if (!answer.headers()["content-type"]?.includes("html")) continue;
    const html = (await answer.text()).replaceAll("&amp;", "&").replaceAll("&quot;", '"');
    // What Next needs to go on by script repeats the page as data: only what stands there as a page counts.
    const markup = html.replace(/<script[\s\S]*?<\/script>/g, "");
    ahead.push(...[...markup.matchAll(/ href="(\/[^"#]*)/g)].map(([, href = ""]) => href));
    for (const [, id = ""] of markup.matchAll(/(?:\$ACTION_ID_|"id":")([0-9a-f]{40,})/g))
      offered.add(byId.get(id) ?? id);
  }
  return { pages: seen.size, refused, offered };
}

for (const role of roles)
  test(`nothing is offered to the role ${role} that would be refused`, async ({ page, browser, demo }) => {
    await signIn(page, demo);
    const { context, page: theirs } = await join(page, browser, demo, `look-${role}`, roleWords[role].name);
    const { pages, refused, offered } = await walk(theirs.request);
    expect(refused).toEqual([]);
    const asked = (name: string) => askedOfActions[name] as Right;
    expect([...offered].filter((name) => !may(role, asked(name)))).toEqual([]);
    console.log(`${role}: ${pages} pages by links, ${offered.size} of ${byId.size} actions offered.`);
    // The walk sees forms: everybody can sign out, and whoever may synchronize is offered that.
    expect(offered).toContain("app/(console)/actions.ts#leave");
    const synchronizes = [...offered].some((name) => asked(name) === "synchronize");
    expect(synchronizes).toBe(may(role, "synchronize"));
    await context.close();
  });
