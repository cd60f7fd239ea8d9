import { readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { root } from "@/lib/start/root";

/** Addresses that need more than a number to show something. */
const asked: Record<string, string> = {
  "/mail/remove": "/mail/remove?id=1",
  "/activity/operations.csv": "/activity/operations.csv?run=1",
};

/** Where a signed-out person may be, and what hands out nothing of the console. */
const open = /^\/((login|setup|api)(\/.*)?)?$/;

/** Every address of the console that only an administrator may see, as the folders of `app` tell them. */
export function guardedAddresses(file: "page.tsx" | "route.ts"): string[] {
  return readdirSync(join(root, "app"), { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(`/${file}`) && !path.startsWith("_"))
    .map((path) => `/${dirname(path)}`.replace(/\/\([^)]*\)/g, "").replace(/\[[^\]]*\]/g, "1"))
    .filter((path) => !open.test(path))
    .map((path) => asked[path] ?? path)
    .sort();
}
