import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { describe, expect, test } from "vitest";

/** The plan of the house, held by reading import lines. A file is told by its path from the project's root. */
interface Source {
  path: string;
  text: string;
}

const files: Source[] = ["app", "db", "lib", "e2e"].flatMap(filesIn);

function filesIn(folder: string): Source[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => ({ path: join(folder, name), text: readFileSync(join(folder, name), "utf8") }));
}

interface Import {
  target: string;
  names: string;
  typesOnly: boolean;
}

function importsOf({ path, text }: Source): Import[] {
  const lines =
    /^\s*(?:import|export)\s+(?!const|function|class|interface|type\s+\w+\s*=)([^;"']*?\s*from\s*)?["']([^"']+)["']/gm;
  const calls = /\bimport\(\s*["']([^"']+)["']\s*\)/g;
  const found = [...text.matchAll(lines)].map(([, names = "", target = ""]) => ({
    target: resolveImport(path, target),
    names,
    typesOnly: /^type\b/.test(names) || /^\{(\s*type\s+\w+(\s+as\s+\w+)?\s*,?)+\s*\}/.test(names),
  }));
  const called = [...text.matchAll(calls)].map(([, target = ""]) => ({
    target: resolveImport(path, target),
    names: "",
    typesOnly: false,
  }));
  return [...found, ...called];
}

function resolveImport(from: string, target: string): string {
  if (target.startsWith("@/")) return target.slice(2);
  return target.startsWith(".") ? normalize(join(dirname(from), target)) : target;
}

/** Where files below `room` reach into one of the closed rooms. */
function trespasses(sources: Source[], room: RegExp, closed: RegExp, values = false): string[] {
  return sources
    .filter(({ path }) => room.test(path))
    .flatMap((file) =>
      importsOf(file)
        .filter(({ target, typesOnly }) => closed.test(target) && !(values && typesOnly))
        .map(({ target }) => `${file.path} imports ${target}`),
    );
}

/** Files with these words outside of comments, but for those that may. */
function saying(sources: Source[], words: RegExp, room: RegExp, allowed: RegExp): string[] {
  return sources
    .filter(
      ({ path, text }) =>
        room.test(path) && !allowed.test(path) && words.test(text.replace(/^\s*(\/\/|\*|\/\*).*$/gm, "")),
    )
    .map(({ path }) => path);
}

const none = /(?!)/;
const tests = /\.(test|e2e)\.tsx?$|\/testing\.ts$/;
const product = files.filter(({ path }) => !tests.test(path));

describe("who may import whom", () => {
  test("pages never speak to a panel: they know the database and what is said of it", () => {
    expect(trespasses(product, /^app\//, /^(lib\/(plesk|sync|worker|probes|start)(\/|$)|e2e\/)/)).toEqual([]);
  });

  test("the database, the Plesk client and the planner know nothing of one another", () => {
    expect(trespasses(product, /^db\//, /^(app|e2e|lib\/(plesk|sync|worker|probes|start))(\/|$)/)).toEqual([]);
    expect(trespasses(product, /^lib\/plesk\//, /^(app|db|e2e|lib\/(sync|worker|start))(\/|$)/)).toEqual([]);
    expect(
      trespasses(product, /^lib\/sync\/plan/, /^(app|db|e2e|lib\/(plesk|worker|probes|start))(\/|$)/, true),
    ).toEqual([]);
  });

  test("nothing that runs in production imports the simulated fleet or the start commands", () => {
    expect(trespasses(product, /^(app|db|lib)\//, /^e2e\//)).toEqual([]);
    expect(trespasses(product, /^(app|db|lib\/(?!start\/))/, /^lib\/start(\/|$)/)).toEqual([]);
  });

  test("shared looks and client files take no value from the database or lib", () => {
    const client = product.filter(({ path, text }) => path.startsWith("app/_ui/") || /^["']use client["']/.test(text));
    expect(trespasses(client, /./, /^(db|lib)\/(?!format$|problems$)/, true)).toEqual([]);
  });

  test("server-only stands in the session module alone, because it throws in the worker", () => {
    const importers = product.filter((file) => importsOf(file).some(({ target }) => target === "server-only"));
    expect(importers.map(({ path }) => path)).toEqual(["lib/access/session.ts"]);
  });

  test("secrets are opened by the worker, and by the asker of a question with its own key", () => {
    const openers = product.filter((file) =>
      importsOf(file).some(({ target, names }) => target === "lib/secrets" && /\bopen\b/.test(names)),
    );
    expect(openers.map(({ path }) => path).filter((path) => !/^lib\/(ask\.ts|worker\/)/.test(path))).toEqual([]);
  });
});

describe("what is said where", () => {
  test("the environment is read in lib/env and by the start commands", () => {
    expect(saying(product, /process\.env\b/, /^(app|db|lib)\//, /^lib\/(env\.ts|start\/)/)).toEqual([]);
  });

  test("whoever opens a connection asks lib/reach whether there may be one", () => {
    const opens =
      /\b(connect|createSocket|createConnection|buildConnector)\b[^;]*from "(node:(net|tls|dgram|https?)|undici)"|\bfetch\(/;
    const openers = saying(product, opens, /^(app|db|lib)\//, /^lib\/start\//);
    expect(openers).toContain("lib/plesk/certificate.ts");
    const careless = product.filter(
      (file) => openers.includes(file.path) && !importsOf(file).some(({ target }) => target === "lib/reach"),
    );
    // In the browser, which asks nobody but the console, it passes on what the router asks for.
    expect(careless.map(({ path }) => path)).toEqual(["app/_ui/leaving.tsx"]);
  });

  test("lib/sync has no clock, timer, chance or network of its own", () => {
    const outside =
      /Date\.now|new Date\(\)|setTimeout|setInterval|Math\.random|randomUUID|\bfetch\(|process\.|performance\.now/;
    expect(saying(product, outside, /^lib\/sync\//, none)).toEqual([]);
  });

  test("every test that SECURITY.md puts behind a promise is there", () => {
    const named = [...readFileSync("SECURITY.md", "utf8").matchAll(/`([^`\s]*\.(?:test|e2e)\.ts)`/g)].map(
      ([, path]) => path,
    );
    expect(named.length).toBeGreaterThan(15);
    expect(named.filter((path) => !files.some((file) => file.path === path))).toEqual([]);
  });

  test("no room is named after nothing", () => {
    const empty = /(^|\/)(utils?|helpers?|common|misc|types|services?|hooks|constants|components|shared)(\/|\.tsx?$)/;
    expect(files.map(({ path }) => path).filter((path) => empty.test(path))).toEqual([]);
  });

  test("no file is longer than 250 lines but the two that hold shapes alone", () => {
    const long = files.filter(({ text }) => text.split("\n").length > 251).map(({ path }) => path);
    expect(long.filter((path) => !["db/schema.ts", "e2e/fleet/model.ts"].includes(path))).toEqual([]);
  });
});

test("the readers of import lines catch what they are made for", () => {
  const text =
    'import { z } from "zod";\nimport type { A } from "@/lib/plesk/a";\nimport {\n  b,\n} from "../lib/sync/b";';
  const planted = [{ path: "app/page.tsx", text: `${text}\nconst c = await import("@/lib/worker/c");` }];
  expect(trespasses(planted, /^app\//, /^lib\//)).toEqual([
    "app/page.tsx imports lib/plesk/a",
    "app/page.tsx imports lib/sync/b",
    "app/page.tsx imports lib/worker/c",
  ]);
  expect(trespasses(planted, /^app\//, /^lib\/plesk/, true)).toEqual([]);
});
