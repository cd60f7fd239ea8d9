import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { type BuildOptions, build, type Plugin } from "esbuild";
import { root } from "@/lib/start/root";
import { type Patch, patched, patchesOf } from "./patch";

/**
 * The simulation as one file for its processes, with bugs planted on the way if wanted: the product's own files stay
 * as they are. Throws when a patch does not fit the source any more.
 */
export const bundle = (name: string, patches: readonly Patch[] = []): Promise<string> =>
  bundled(name, join("e2e", "simulation", "child.ts"), { packages: "external", plugins: [planting(patches)] });

/** The product's worker as one file, packages and all: it is killed and begins again and again, and reads no other then. */
export const bundleWorker = (): Promise<string> =>
  bundled("worker", join("lib", "worker", "main.ts"), {
    // What packages ask for in the old way.
    banner: { js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);' },
  });

async function bundled(name: string, entry: string, options: BuildOptions): Promise<string> {
  const outfile = join(root, "dist", "simulation", `${name}.js`);
  await build({
    ...options,
    absWorkingDir: root,
    entryPoints: [join(root, entry)],
    outfile,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20",
    logLevel: "error",
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
