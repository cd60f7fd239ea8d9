import { existsSync } from "node:fs";
import { join } from "node:path";
import { hasAdministrators } from "@/db/administrators";
import { connect } from "@/db/client";
import { createSetupLink } from "@/db/setup-links";
import { parseSettings, type Settings } from "@/lib/env";
import { command } from "./command";
import { serve } from "./serve";

await command(async () => {
  const settings = parseSettings(process.env);
  if (existsSync(join(settings.dataDir, "demo.json"))) {
    const advice = "Set DATA_DIR to another folder for the real console, or remove this one.";
    throw new Error(`${settings.dataDir} holds the demo, whose Plesk servers are simulated. ${advice}`);
  }
  await serve({ settings, output: "ours", say: console.log }, async (started) => {
    await started.open();
    console.log(`Centralized Mail runs at ${settings.publicUrl}`);
    await offerSetup(settings, started.databaseUrl);
  });
});

async function offerSetup(settings: Settings, databaseUrl: string): Promise<void> {
  const db = connect(databaseUrl, { max: 1, name: "centralized-mail start" });
  try {
    if (await hasAdministrators(db)) return;
    const link = `${settings.publicUrl}/setup?token=${await createSetupLink(db)}`;
    console.log(`There is no administrator yet. Make the first one here, once, within 24 hours:\n  ${link}`);
  } finally {
    await db.$client.end();
  }
}
