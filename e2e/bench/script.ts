import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { z } from "zod";
import { root } from "@/lib/start/root";
import { below, type Line } from "./line";
import { openSite, type Site } from "./site";

/**
 * The script of every page of the production build, compressed, above what a page without any client component has: the
 * files that the build's manifest names for every page whatever is on it (React and the module loader), and those of the
 * router that stands around every page. Links and forms of the framework count as ours. Counted are the files of a
 * page's script elements, without those for browsers that know no modules, and those that its data names for the browser
 * to load.
 */
export async function script(): Promise<Line[]> {
  const site = await openSite(1_000);
  const floor = new Set([...rootFiles(), ...routerFiles()]);
  const floorSize = sizeOf(floor);
  const lines: Line[] = [];
  for (const path of await pages(site)) {
    const asked = path + (needs[path] ?? "");
    // Pages for those who are not signed in lead on those who are.
    const html = (await site.visit(asked)) ?? (await site.visit(asked, "nobody"));
    if (html === null) {
      console.log(`${path} only leads elsewhere: it has no script of its own.`);
      continue;
    }
    const files = scriptsOf(html);
    const above = sizeOf(new Set([...files].filter((file) => !floor.has(file))));
    lines.push({
      what: `Script of ${path}`,
      measured: `${kilobytes(above + floorSize)} (${kilobytes(above)} above)`,
      against: `the framework: ${kilobytes(floorSize)}`,
      ...below(10, "kB above", above / 1000),
    });
  }
  return lines.sort((a, b) => (a.what < b.what ? -1 : 1));
}

/** What a page must be told, where it is not shown without. */
const needs: Record<string, string> = { "/mail/remove": "?id=1" };

const file = (...path: string[]): string => readFileSync(join(root, ".next", ...path), "utf8");

const rootFiles = (): string[] =>
  (JSON.parse(file("build-manifest.json")) as { rootMainFiles: string[] }).rootMainFiles;

const Manifest = z.object({ clientModules: z.record(z.string(), z.object({ chunks: z.array(z.string()) })) });

/** The build writes what a page's client modules are in as a script that sets one object for the page. */
function routerFiles(): string[] {
  const [, json = ""] = /\]\s*=\s*(\{.*\})/s.exec(file("server", "app", "page_client-reference-manifest.js")) ?? [];
  const { clientModules } = Manifest.parse(JSON.parse(json));
  const [, router] = Object.entries(clientModules).find(([name]) => /\/layout-router\.js$/.test(name)) ?? [];
  if (!router) throw new Error("the build does not say where the framework's router is");
  return router.chunks.map((chunk) => chunk.replace("/_next/", ""));
}

/** Every page of the build, with an object of the database in the place of each parameter. */
async function pages(site: Site): Promise<string[]> {
  const built = Object.keys(JSON.parse(file("server", "app-paths-manifest.json")) as Record<string, string>);
  const [account] = await site.db.query.accounts.findMany({ columns: { id: true }, limit: 1 });
  const [assignment] = await site.db.query.assignments.findMany({ columns: { serverId: true }, limit: 1 });
  const [run] = await site.db.query.runs.findMany({ columns: { id: true }, limit: 1 });
  const ids: Record<string, number | undefined> = {
    accounts: account?.id,
    mail: 1,
    runs: run?.id,
    servers: assignment?.serverId,
    go: assignment?.serverId,
  };
  return built
    .filter((name) => name.endsWith("/page") && !name.startsWith("/_"))
    .map((name) => name.replace(/\/\([^)]+\)/g, "").replace(/\/page$/, "") || "/")
    .map((path) => path.replace(/\/([a-z-]+)\/\[[^\]]+\]/g, (_, room: string) => `/${room}/${ids[room] ?? 1}`));
}

function scriptsOf(html: string): Set<string> {
  const files = new Set<string>();
  const note = (text: string) => {
    for (const [path] of text.matchAll(/static\/chunks\/[\w./~-]+\.js/g)) files.add(path);
  };
  for (const [element, attributes = ""] of html.matchAll(/<script\b([^>]*)>[\s\S]*?<\/script>/g))
    if (!/\bnomodule\b/i.test(attributes)) note(element);
  return files;
}

function sizeOf(files: ReadonlySet<string>): number {
  let size = 0;
  for (const path of files) size += gzipSync(readFileSync(join(root, ".next", path))).length;
  return size;
}

const kilobytes = (bytes: number): string => `${(bytes / 1000).toFixed(1)} kB`;
