import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { PleskServer } from "./model";
import type { Certificate } from "./panel";

export interface Ports {
  panel: number;
  smtp: number;
  imap: number;
  pop3: number;
}

/** What a restarted fleet needs to be the same fleet. */
export interface Kept {
  dnsPort: number;
  controlPort: number;
  servers: { model: PleskServer; certificate: Certificate; ports: Ports }[];
}

interface Directory {
  dnsPort: number;
  controlPort: number;
  servers: { key: string; ports: Ports }[];
}

export interface Keep {
  /** The fleet that was kept here, or undefined in a new folder. Throws when the folder holds half a fleet. */
  load(): Promise<Kept | undefined>;
  /** Writes everything once, when a fleet begins. */
  begin(fleet: Kept): Promise<void>;
  /** Writes this server soon. */
  changed(server: PleskServer): void;
  /** Writes what is not written yet. */
  flush(): Promise<void>;
}

/** Changes within this time share one write. */
const debounceMs = 200;

export function openKeep(dir: string): Keep {
  const dirty = new Set<PleskServer>();
  let timer: NodeJS.Timeout | undefined;
  let writing: Promise<void> = Promise.resolve();
  let lastTook = 0;

  async function writeDirty(): Promise<void> {
    const started = performance.now();
    for (const server of [...dirty]) {
      dirty.delete(server);
      try {
        await writeWhole(join(dir, `${server.key}.json`), server);
      } catch (error) {
        dirty.add(server);
        throw error;
      }
    }
    lastTook = performance.now() - started;
  }
  const flush = () => {
    clearTimeout(timer);
    timer = undefined;
    writing = writing.catch(() => undefined).then(writeDirty);
    return writing;
  };

  return {
    flush,
    changed(server) {
      dirty.add(server);
      // A huge server takes long to write: then writes are rarer, so that the fleet has time for its real work.
      timer ??= setTimeout(() => flush().catch(report), Math.max(debounceMs, lastTook * 10));
    },
    async begin(fleet) {
      await mkdir(dir, { recursive: true, mode: 0o700 });
      for (const { model, certificate } of fleet.servers) {
        await writeWhole(join(dir, `${model.key}.certificate.json`), certificate);
        await writeWhole(join(dir, `${model.key}.json`), model);
      }
      const directory: Directory = {
        dnsPort: fleet.dnsPort,
        controlPort: fleet.controlPort,
        servers: fleet.servers.map(({ model, ports }) => ({ key: model.key, ports })),
      };
      // Last, because a folder with this file is taken for whole.
      await writeWhole(join(dir, "fleet.json"), directory);
    },
    async load() {
      const directory = await readOne<Directory>(join(dir, "fleet.json"));
      if (!directory) return undefined;
      const servers = await Promise.all(
        directory.servers.map(async ({ key, ports }) => {
          const model = await readOne<PleskServer>(join(dir, `${key}.json`));
          const certificate = await readOne<Certificate>(join(dir, `${key}.certificate.json`));
          if (!model || !certificate) {
            throw new Error(
              `The fleet kept in ${dir} lacks the files of ${key}. Remove the folder to begin a new fleet.`,
            );
          }
          return { model, certificate, ports };
        }),
      );
      return { dnsPort: directory.dnsPort, controlPort: directory.controlPort, servers };
    },
  };
}

function report(error: unknown): void {
  console.error(`The fleet's state was not written: ${error instanceof Error ? error.message : String(error)}`);
}

/** Whole or not at all: a reader never meets half a file, also after a kill. */
async function writeWhole(path: string, value: unknown): Promise<void> {
  const draft = `${path}.${process.pid}.new`;
  await writeFile(draft, JSON.stringify(value), { mode: 0o600 });
  await rename(draft, path);
}

async function readOne<T>(path: string): Promise<T | undefined> {
  try {
    return JSON.parse(await readFile(path, "utf8")) as T;
  } catch (cause) {
    if (cause instanceof Error && "code" in cause && cause.code === "ENOENT") return undefined;
    throw new Error(`${path} cannot be read. Remove the folder to begin a new fleet.`, { cause });
  }
}
