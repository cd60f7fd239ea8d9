import { assign } from "./assign";
import { closeAll } from "./closing";
import { type Line, table } from "./line";
import { page } from "./page";
import { quiet } from "./quiet";
import { script } from "./script";

/**
 * `npm run bench`: what the product promises about its speed, as ratios within one run, so that the numbers mean the
 * same on a slow, a fast and a busy machine. `npm run bench -- quiet page` runs some parts. It measures and says so; it
 * ends well also when a budget is not met.
 */
const parts: Record<string, () => Promise<Line[]>> = { quiet, assign, page, script };

for (const signal of ["SIGINT", "SIGTERM"] as const)
  process.once(signal, () => closeAll().finally(() => process.exit(1)));

const asked = process.argv.slice(2);
const unknown = asked.find((name) => !(name in parts));
if (unknown !== undefined) {
  console.error(`There is no part “${unknown}”. Give some of: ${Object.keys(parts).join(", ")}.`);
  process.exit(1);
}
const lines: Line[] = [];
for (const [name, measure] of Object.entries(parts)) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  console.log(`\n── ${name} ──`);
  try {
    const measured = await measure();
    lines.push(...measured);
    console.log(`\n${table(measured)}`);
  } catch (error) {
    console.error(error);
    lines.push({ what: name, measured: "could not be measured", against: "", ratio: "", budget: "", met: false });
  } finally {
    await closeAll();
  }
}
const missed = lines.filter((line) => !line.met).length;
console.log(`\n── all ──\n\n${table(lines)}\n`);
console.log(missed === 0 ? "Every budget is met." : `${missed} of ${lines.length} budgets are not met.`);
process.exit(0);
