import { readFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { build, type Plugin } from "esbuild";
import { root } from "@/lib/start/root";
import type { Patch } from "./planted";

/**
 * The simulation as one file for its processes, with bugs planted on the way if wanted: the product's own files stay
 * as they are. Throws when a patch does not fit the source any more.
 */
export async function bundle(
  name: string,
  patches: readonly Patch[] = [],
  entry = join("e2e", "simulation", "child.ts"),
): Promise<string> {
  const outfile = join(root, "dist", "simulation", `${name}.js`);
  await build({
    absWorkingDir: root,
    entryPoints: [join(root, entry)],
    outfile,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20",
    packages: "external",
    logLevel: "error",
    plugins: [planting(patches)],
  });
  return outfile;
}

function planting(patches: readonly Patch[]): Plugin {
  return {
    name: "planting",
    setup(bundling) {
      bundling.onLoad({ filter: /\.ts$/ }, async ({ path }) => {
        const file = relative(root, path);
        const here = patches.filter((patch) => patch.file === file);
        if (here.length === 0) return undefined;
        let contents = await readFile(path, "utf8");
        for (const { find, replace } of here) {
          if (contents.split(find).length !== 2) throw new Error(`${file} does not hold once: ${find}`);
          contents = contents.replace(find, () => replace);
        }
        return { contents, loader: "ts" };
      });
    },
  };
}
