import { startVitest } from "vitest/node";
import { root } from "@/lib/start/root";
import { type Patch, patched, patchesOf } from "./patch";
import type { Failure } from "./tasks";

/**
 * A process that runs one test file with bugs planted in what it tests, and prints which test fails as JSON. The
 * simulation's database is held to the real one's rules by tests on both; what only the real one can get wrong is caught
 * there.
 */
const { file, patches } = JSON.parse(process.argv[2] ?? "") as { file: string; patches: Patch[] };
const vitest = await startVitest(
  "test",
  [file],
  { root, watch: false, reporters: [{}] },
  {
    plugins: [
      {
        name: "planting",
        enforce: "pre",
        transform(code, id) {
          const here = patchesOf(id, patches);
          return here.length > 0 ? patched(code, here) : undefined;
        },
      },
    ],
  },
);
const failed = vitest.state.getTestModules().flatMap((module) => [...module.children.allTests("failed")]);
const tried = vitest.state.getTestModules().flatMap((module) => [...module.children.allTests()]).length;
await vitest.close();
const [first] = failed;
const caught: Failure & { tries: number } = {
  invariant: first ? file : "",
  what: first?.name ?? "not caught",
  replay: "",
  tries: tried,
};
process.stdout.write(`${JSON.stringify(caught)}\n`);
process.exit(0);
