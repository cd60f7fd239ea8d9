import { SettingsError } from "@/lib/env";

/** Runs a command of package.json. What goes wrong is said in sentences; a bug keeps its stack. */
export async function command(main: () => Promise<void>): Promise<void> {
  try {
    await main();
  } catch (error) {
    if (error instanceof SettingsError) {
      console.error(error.message);
      process.exit(2);
    }
    const isSentence = error instanceof Error && error.constructor === Error;
    console.error(isSentence ? error.message : error);
    process.exit(1);
  }
}
