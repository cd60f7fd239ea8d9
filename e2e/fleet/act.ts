import { addressDeeds } from "./deeds/addresses";
import { clientDeeds } from "./deeds/clients";
import { type Deed, type Scene, WrongInput, wordsAndFlags } from "./deeds/deed";
import { domainDeeds } from "./deeds/domains";
import { serverDeeds } from "./deeds/server";
import { showDeeds } from "./deeds/show";
import { zoneDeeds } from "./deeds/zones";
import { PleskRefusal } from "./world";

const deeds: Deed[] = [...clientDeeds, ...domainDeeds, ...addressDeeds, ...zoneDeeds, ...serverDeeds, ...showDeeds];

/** Every deed with its arguments and what it does. */
export function deedList(): string {
  const lines = deeds.map(({ name, usage, help }) => `  ${`${name} ${usage}`.trim()}\n      ${help}`);
  return ["npm run fleet -- act <server> <deed …>", "", ...lines].join("\n");
}

/**
 * Does one deed on one server and returns what happened. Throws WrongInput with a sentence: for an unknown deed, a
 * missing argument, a name that is not there, and what Plesk itself refuses.
 */
export function perform(scene: Scene, name: string, args: readonly string[]): string {
  const deed = deeds.find((candidate) => candidate.name === name);
  if (!deed) throw new WrongInput(`There is no deed ${name || "without a name"}. The deeds are:\n${deedList()}`);
  const { words, flags } = wordsAndFlags(args);
  const needed = deed.usage.split("[")[0]?.match(/<[^>]*>|\S+/g) ?? [];
  if (words.length < needed.length) throw new WrongInput(`Write: ${name} ${deed.usage}`);
  const unknown = Object.keys(flags).find((flag) => !deed.usage.includes(`--${flag} `));
  if (unknown) throw new WrongInput(`${name} does not know --${unknown}. Write: ${name} ${deed.usage}`);
  try {
    return deed.run(scene, words, flags);
  } catch (error) {
    if (!(error instanceof PleskRefusal)) throw error;
    throw new WrongInput(`${scene.server.key} refuses with ${error.code}: ${error.message}`, { cause: error });
  }
}
