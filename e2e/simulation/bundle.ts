import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { build, type Plugin } from "esbuild";
import { root } from "@/lib/start/root";
import { type Patch, patched, patchesOf } from "./patch";

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
        const here = patchesOf(path, patches);
        if (here.length === 0) return undefined;
        return { contents: patched(await readFile(path, "utf8"), here), loader: "ts" };
      });
    },
  };
}
