import { buttons, buttonsById } from "@/lib/plesk/buttons";
import { type ButtonId, objectId, type RemoteButton } from "@/lib/plesk/objects";
import { apply } from "./apply";
import { readAll } from "./observe";
import type { Operation } from "./operations";
import { lateUntil } from "./steps";
import type { World } from "./world";

const PLACES = ["domain", "client", "admin"] as const;

/** Why the end of an assignment waits. */
const MAY_APPEAR = "A Mail button was asked for and not answered: it may still appear, and is taken away first.";

/** Until when, and why, nobody can say that no button of ours will be there; null when that can be said. */
export async function buttonMayAppear({ store, clock, limits }: World): Promise<{ until: number; why: string } | null> {
  const begun = await store.unsettledButton();
  if (begun === null) return null;
  const until = lateUntil(begun, { limits, ...clock });
  return clock.now() < until ? { until, why: MAY_APPEAR } : null;
}

/** Puts the Mail button on a domain's page, a client's home and the administrator's home, once each. */
export async function setButtons(world: World): Promise<void> {
  const { store } = world;
  const { assignment, buttonUrl, central } = store.pair;
  if (assignment.buttonIds.length === PLACES.length) return;
  // One that was asked for and not answered may still come: asked for again, it would be there twice.
  if (await buttonMayAppear(world)) return;
  const operations = PLACES.map(
    (place): Operation => ({
      kind: "create-button",
      side: "source",
      accountId: null,
      reason: `mail is handled by ${central.name}`,
      place,
      url: buttonUrl,
      text: "Mail",
      hint: "Open this mail on the mail server",
    }),
  );
  const results = await apply(world, operations);
  const told = results.flatMap((each) => (each.result === "problem" && each.told ? [each.told as Made] : []));
  // A panel that carried the packet out twice has each of them twice.
  const all = (
    await ours(
      world,
      told.map(({ id }) => id),
    )
  ).filter(({ place }) => PLACES.some((each) => each === place));
  const stay = PLACES.flatMap((place) => all.find((button) => button.place === place)?.id ?? []);
  const doubled = all.filter(({ id }) => !stay.includes(id));
  if (doubled.length > 0) await takeAway(world, doubled, "there twice");
  // Otherwise the next run looks again: what is there is found then, and not made anew.
  if (doubled.length > 0 || stay.length < PLACES.length) return;
  assignment.buttonIds = stay;
  await store.observed({ looked: false, error: null, buttonIds: stay });
}

/**
 * Takes away every button that leads here, by id: also one that was made by a change whose answer came too late. False when
 * one is still there, or when nobody can say.
 */
export async function removeButtons(world: World): Promise<boolean> {
  const known = world.store.pair.assignment.buttonIds.map((id) => objectId<"button">(id));
  const found = await ours(world, known);
  if (found.length > 0) await takeAway(world, found, "no longer assigned");
  return (await ours(world, known)).length === 0;
}

/** The buttons that lead here. Those whose ids are known are asked for by these too: a list may be short. */
async function ours({ source, store }: World, known: readonly ButtonId[]): Promise<RemoteButton[]> {
  const [listed, named] = await readAll(source, [buttons(), buttonsById(known)]);
  const all = new Map([...named, ...listed].map((button) => [button.id, button]));
  return [...all.values()].filter(({ url }) => url === store.pair.buttonUrl);
}

/** What a panel says of a button that it has made. */
type Made = { id: ButtonId };

function takeAway(world: World, found: readonly RemoteButton[], reason: string) {
  return apply(
    world,
    found.map(({ id, place, url }): Operation => {
      return { kind: "remove-button", side: "source", accountId: null, reason, button: id, place, url };
    }),
  );
}
