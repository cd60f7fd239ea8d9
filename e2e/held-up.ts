import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { sql } from "drizzle-orm";
import { setBudget } from "@/db/budget";
import { noteOtherCertificate } from "@/db/certificates";
import { connect } from "@/db/client";
import { getPanelAccess } from "@/db/panels";
import { breakers } from "@/db/schema";
import { setMaintenance } from "@/db/server";
import { stopChanges } from "@/db/stop-switch";
import { observeOnly, readIdentity } from "@/db/watermark";

/** Opens every guard of the running demo at once, as its worker and its administrators would. */
export async function holdUp(): Promise<void> {
  const file = join(dirname(process.env.DEMO_FILE ?? ""), "postgres.json");
  const { port, password } = JSON.parse(readFileSync(file, "utf8")) as { port: number; password: string };
  const db = connect(`postgres://app:${password}@127.0.0.1:${port}/centralized_mail`, { max: 1 });
  const why = "The database is older than what this worker has seen of it: it was restored from a backup.";
  await observeOnly(db, why, await readIdentity(db), 0);
  await stopChanges(db, "anna");
  await setMaintenance(db, 1, "anna");
  const mail1 = await getPanelAccess(db, 1);
  if (mail1) await noteOtherCertificate(db, mail1, Array(32).fill("5C").join(":"));
  await setBudget(db, { run: 500, server: 3, fleet: 10_000 });
  await db.execute(sql`update operations set state = 'failed', disruptive = true, started_at = now() - interval '4 minutes',
    error = 'Plesk refused it: 1023, operation failed.'
    where id in (select id from operations where server_id = 2 and kind = 'remove-mx' order by id limit 5)`);
  await db.insert(breakers).values([
    { serverId: 2, why: "5 of 9 changes of mail flow within an hour failed, or nobody knows whether they happened." },
    { serverId: null, why: "The breakers of web1, web2 and web3 opened within an hour." },
  ]);
  const reason =
    "web2.provider.example suddenly reports no domains, had 14. Nothing is changed until they are back, or you have looked and released it.";
  await db.execute(
    sql`update assignments set quarantined_at = now() - interval '2 hours', quarantine_reason = ${reason} where server_id = 3`,
  );
  await db.$client.end();
}
