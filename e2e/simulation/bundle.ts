import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { type BuildOptions, build, type Plugin } from "esbuild";
import { root } from "@/lib/start/root";
import { type Patch, patched, patchesOf } from "./patch";

/** The simulation as one file for its processes. */
export const bundle = (name: string): Promise<string> =>
  bundled(name, join("e2e", "simulation", "child.ts"), { plugins: [packagesAside] });

/**
 * What the simulation tries as one file, with bugs planted in the product on the way: the product's own files stay as they
 * are. Throws when a patch does not fit the source any more.
 */
export const bundlePlanted = (name: string, patches: readonly Patch[]): Promise<string> =>
  bundled(name, join("e2e", "simulation", "tasks.ts"), { plugins: [planting(patches), packagesAside] });

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

/** Packages are left where they are. Those that nothing of what is bundled needs are not loaded at all. */
const packagesAside: Plugin = {
  name: "packages aside",
  setup(bundling) {
    bundling.onResolve({ filter: /^(@[^/]|[^@./])/ }, ({ path }) => ({ path, external: true, sideEffects: false }));
  },
};

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
