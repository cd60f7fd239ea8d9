import { existsSync } from "node:fs";
import { join } from "node:path";
import { hasAdministrators } from "@/db/administrators";
import { connect } from "@/db/client";
import { createSetupLink } from "@/db/setup-links";
import { parseSettings, type Settings } from "@/lib/env";
import { command } from "./command";
import { ownOutput } from "./output";
import { serve } from "./serve";

const say = ownOutput.write;

await command(async () => {
  const settings = parseSettings(process.env);
  if (existsSync(join(settings.dataDir, "demo.json"))) {
    const advice = "Set DATA_DIR to another folder for the real console, or remove this one.";
    throw new Error(`${settings.dataDir} holds the demo, whose Plesk servers are simulated. ${advice}`);
  }
  await serve({ settings, output: "ours", say }, async (started) => {
    await started.open();
    say(`Centralized Mail runs at ${settings.publicUrl}`);
    await offerSetup(settings, started.databaseUrl);
  });
});

async function offerSetup(settings: Settings, databaseUrl: string): Promise<void> {
  const db = connect(databaseUrl, { max: 1, name: "centralized-mail start" });
  try {
    if (await hasAdministrators(db)) return;
    const link = `${settings.publicUrl}/setup?token=${await createSetupLink(db)}`;
    say(`There is no administrator yet. Make the first one here, once, within 24 hours:\n  ${link}`);
  } finally {
    await db.$client.end();
  }
}
