import { parseSettings } from "@/lib/env";
import { command } from "./command";
import { openDatabase } from "./database";
import { openWebDatabase } from "./web-database";

/** What `npm start` does before its processes, for those who start them by themselves: migrates, and gives rights. */
await command(async () => {
  const settings = parseSettings(process.env);
  if (!settings.databaseUrl) throw new Error("Set DATABASE_URL: the PostgreSQL that comes along is run by npm start.");
  const { url } = await openDatabase(settings);
  await openWebDatabase(settings, url);
});
