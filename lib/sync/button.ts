import { buttons } from "@/lib/plesk/buttons";
import { apply } from "./apply";
import type { Operation } from "./operations";
import type { World } from "./world";

const PLACES = ["domain", "client", "admin"] as const;

/** Puts the Mail button on a domain's page, a client's home and the administrator's home, once each. */
export async function setButtons(world: World): Promise<void> {
  const { store } = world;
  const { assignment, buttonUrl, central } = store.pair;
  if (assignment.buttonIds.length === PLACES.length) return;
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
  const ids = results.flatMap((applied) => (applied.result === "settled" ? [applied.found as number] : []));
  assignment.buttonIds = ids;
  await store.observed({ looked: false, error: null, buttonIds: ids });
}

/**
 * Takes away every button that leads here, by id: also one that was made by a change whose answer came too late. False when
 * one is still there, or when nobody can say.
 */
export async function removeButtons(world: World): Promise<boolean> {
  const { buttonUrl } = world.store.pair;
  const ours = async () => (await world.source.ask(buttons())).filter(({ url }) => url === buttonUrl);
  const operations = (await ours()).map(
    ({ id, place }): Operation => ({
      kind: "remove-button",
      side: "source",
      accountId: null,
      reason: "no longer assigned",
      button: id,
      place,
      url: buttonUrl,
    }),
  );
  if (operations.length > 0) await apply(world, operations);
  return (await ours()).length === 0;
}
