import { dirname, join } from "node:path";
import { connect } from "@/db/client";
import { acceptTrail, checkTrail } from "@/lib/audit";
import { parseSettings } from "@/lib/env";
import { command } from "./command";
import { openDatabase } from "./database";

const usage = `npm run audit              follows the chain of the audit trail and says the first link that is wrong
npm run audit -- accept    after a restore: what is there counts, if it is whole, and later checks begin from it`;

await command(async () => {
  const [deed] = process.argv.slice(2);
  if (deed !== undefined && deed !== "accept") {
    console.log(usage);
    process.exitCode = 2;
    return;
  }
  const settings = parseSettings(process.env);
  const database = await openDatabase(settings);
  const db = connect(database.url, { max: 1, name: "centralized-mail audit" });
  try {
    const file = join(dirname(settings.workerKeyFile), "audit-head.json");
    const { entries, head, fault } = await (deed === "accept" ? acceptTrail : checkTrail)(db, file);
    if (fault) console.error(`The audit trail is broken after ${entries} entries. ${fault}`);
    else console.log(`The audit trail is whole: ${entries} entries, the last link is ${head?.hash ?? "none"}.`);
    process.exitCode = fault ? 1 : 0;
  } finally {
    await db.$client.end();
    if (!database.borrowed) await database.stop();
  }
});
