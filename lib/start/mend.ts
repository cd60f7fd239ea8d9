import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { MENDS } from "@/db/driver-mends";
import { command } from "./command";
import { root } from "./root";

const driver = join(root, "node_modules", "postgres");

/** Puts right what is wrong in the installed database driver. Whatever is right already stays as it is. */
export async function mend(): Promise<void> {
  for (const folder of ["src", join("cjs", "src")])
    for (const file of new Set(MENDS.map((each) => each.file))) {
      const path = join(driver, folder, file);
      const before = readFileSync(path, "utf8");
      const after = MENDS.filter((each) => each.file === file).reduce(mended, before);
      if (after === before) continue;
      // At once: a process that is just loading it finds one or the other.
      writeFileSync(`${path}.new`, after);
      renameSync(`${path}.new`, path);
    }
}

function mended(source: string, { file, find, replace }: (typeof MENDS)[number]): string {
  if (source.includes(replace)) return source;
  if (source.split(find).length !== 2)
    throw new Error(
      `${join(driver, "src", file)} is not what db/driver-mends.ts was written for. Install the version of postgres that package.json names: npm ci.`,
    );
  return source.replace(find, () => replace);
}

if (process.argv[1] === join(root, "lib", "start", "mend.ts")) await command(mend);
