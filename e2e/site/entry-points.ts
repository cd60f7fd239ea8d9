import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "@/lib/start/root";

/** Every way into the web process, as the build lists them: what is not built cannot be asked, and what is, is here. */

/** A page or route handler: "/servers/[id]/page". */
export interface Address {
  /** "/servers/[id]", as the table calls it. */
  name: string;
  kind: "page" | "handler";
}

/** A server action: a public POST address of its own. */
export interface Action {
  id: string;
  /** "app/(console)/settings/actions.ts#stop", as the table calls it. */
  name: string;
  /** A page that it can be posted to, with numbers for what the address leaves open. */
  at: string;
}

const manifest = (name: string) => JSON.parse(readFileSync(join(root, ".next", "server", name), "utf8"));

const withoutGroups = (path: string) => path.replace(/\/\([^)]*\)/g, "");
/** Pages that Next makes by itself for every application; they show nothing of this one. */
const nextsOwn = /^\/_(not-found|global-error)$/;

export function addresses(): Address[] {
  return Object.keys(manifest("app-paths-manifest.json"))
    .map((key): Address => {
      const name = withoutGroups(key).replace(/\/(page|route)$/, "") || "/";
      return { name, kind: key.endsWith("/page") ? "page" : "handler" };
    })
    .filter(({ name }) => !nextsOwn.test(name))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

interface Listed {
  workers: Record<string, unknown>;
  exportedName: string;
  filename: string;
}

export function actions(): Action[] {
  const listed = manifest("server-reference-manifest.json").node as Record<string, Listed>;
  return Object.entries(listed)
    .map(([id, { workers, exportedName, filename }]) => {
      const page = Object.keys(workers)[0] ?? "";
      return {
        id,
        name: `${filename}#${exportedName}`,
        at: reach(withoutGroups(page.replace(/^app/, "").replace(/\/page$/, ""))),
      };
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** An address with something in place of what it leaves open: nothing that exists, so that nothing is done to it. */
export function reach(name: string): string {
  return name.replace(/\[\.\.\.[^\]]*\]/g, "session").replace(/\[[^\]]*\]/g, "2147483647") || "/";
}
