import { connect, type Database } from "@/db/client";
import { parseSettings, type Settings } from "@/lib/env";
import { readKeyring } from "@/lib/keyring";
import { keyId, makeKeyPair } from "@/lib/secrets";
import { anyNotUnder, resealAll } from "@/lib/worker/reseal";
import { command } from "./command";
import { openDatabase } from "./database";
import { replaceWhole } from "./whole-file";

const usage = `npm run keys -- rotate    makes a new key for the worker and brings every stored key under it; goes on where it was ended
npm run keys -- retire    removes the worker's older keys, once nothing is under them
npm run keys -- public    prints what WORKER_PUBLIC_KEY is, for a web process that is started by itself
npm run keys -- make      prints a new key, for WORKER_KEY or what WORKER_KEY_COMMAND prints: put it first, then rotate`;

const restart = "Restart the console, so that it seals for the new key; then: npm run keys -- retire";

async function rotate(db: Database, settings: Settings): Promise<void> {
  const before = readKeyring(settings);
  const unfinished = before.privateKeys.length > 1 && (await anyNotUnder(db, before.publicKey));
  const isFile = !settings.workerKey && !settings.workerKeyCommand;
  if (!unfinished && isFile) replaceKeys(settings.workerKeyFile, [makeKeyPair().privateKey, ...before.privateKeys]);
  const keyring = readKeyring(settings);
  const { done, lost } = await resealAll(db, keyring);
  console.log(`${done} stored keys are under ${keyId(keyring.publicKey)} now.`);
  if (lost.length > 0)
    throw new Error(`None of the worker's keys opens that of ${lost.join(", ")}. Give each a new key.`);
  console.log(restart);
}

async function retire(db: Database, settings: Settings): Promise<void> {
  if (settings.workerKey || settings.workerKeyCommand)
    throw new Error("The worker's keys do not come from a file: remove the older ones where they come from.");
  const { publicKey, privateKeys } = readKeyring(settings);
  if (await anyNotUnder(db, publicKey))
    throw new Error("There are stored keys under an older key: npm run keys -- rotate");
  replaceKeys(settings.workerKeyFile, [privateKeys[0]]);
  console.log(`The worker has the one key ${keyId(publicKey)}. Back up ${settings.workerKeyFile}.`);
}

/** The file holds the old keys or the new ones at every moment. */
const replaceKeys = (file: string, keys: readonly string[]): void => replaceWhole(file, `${keys.join("\n")}\n`);

await command(async () => {
  const [deed] = process.argv.slice(2);
  if (deed === "make") return console.log(makeKeyPair().privateKey);
  if (deed === "public") return console.log(readKeyring(parseSettings(process.env)).publicKey);
  if (deed !== "rotate" && deed !== "retire") {
    console.log(usage);
    process.exitCode = 2;
    return;
  }
  const settings = parseSettings(process.env);
  const database = await openDatabase(settings);
  const db = connect(database.url, { max: 1, name: "centralized-mail keys" });
  try {
    await (deed === "rotate" ? rotate : retire)(db, settings);
  } finally {
    await db.$client.end();
    if (!database.borrowed) await database.stop();
  }
});
