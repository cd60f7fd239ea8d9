import { join } from "node:path";
import { createVitest } from "vitest/node";
import { root } from "@/lib/start/root";
import { type Patch, patched, patchesOf } from "./patch";
import type { Caught } from "./tasks";

/**
 * A process that runs test files, each with bugs planted in what it tests, and prints which test fails first as a line of
 * JSON for all. The simulation's database is held to the real one's rules by tests on both; what only the real one can get
 * wrong is caught there.
 */
const runs = JSON.parse(process.argv[2] ?? "") as { test: string; patches: Patch[] }[];

let here: Patch[] = [];
const vitest = await createVitest(
  "test",
  { root, watch: false, reporters: [{}] },
  {
    plugins: [
      {
        name: "planting",
        enforce: "pre",
        transform(code, id) {
          const patches = patchesOf(id, here);
          return patches.length > 0 ? patched(code, patches) : undefined;
        },
      },
    ],
  },
);

const caught: Caught[] = [];
for (const { test, patches } of runs) {
  const touched = [...here, ...patches].map(({ file }) => join(root, file));
  here = patches;
  for (const path of touched) vitest.invalidateFile(path);
  await vitest.runTestSpecifications(await vitest.globTestSpecifications([test]));
  // What an earlier run told of other files is still there.
  const module = vitest.state.getTestModules().find(({ moduleId }) => moduleId === join(root, test));
  const [first] = module?.children.allTests("failed") ?? [];
  const tries = [...(module?.children.allTests() ?? [])].length;
  caught.push({ invariant: first ? test : "", what: first?.name ?? "not caught", replay: "", tries });
}
await vitest.close();
process.stdout.write(`${JSON.stringify(caught)}\n`);
process.exit(0);
