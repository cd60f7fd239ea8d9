import { rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { perform } from "./act";
import { type Control, startControl } from "./control";
import { WrongInput } from "./deeds/deed";
import { startDns } from "./dns";
import { foundFleet } from "./founding";
import { type Keep, type Kept, openKeep } from "./keep";
import { joinFleet, type PanelHooks } from "./panel";
import { type Faces, openFaces, type RunningServer } from "./running";
import { wireLog } from "./wire-log";

export interface FleetOptions {
  servers: number;
  /** Webspaces and sites on each web server. */
  domains: number;
  /** No clients and domains at all. */
  empty?: boolean;
  seed?: number;
  /** Milliseconds added to each of the panels' answers. */
  latencyMs?: number;
  /** DNS, control, then ten ports a server; left out: ports that are free. */
  portBase?: number;
  host?: string;
  /** Where the fleet is kept, so that it is the same one when it starts again. */
  stateDir?: string;
  /** Of the zones' records, in seconds. */
  ttl?: number;
  /** A folder to which every packet is written, besides the one that PLESK_WIRE_LOG may name. */
  wireLog?: string;
  /** Stands around each packet's execution. */
  around?: PanelHooks["around"];
}

export interface Fleet {
  servers: RunningServer[];
  dns: { host: string; port: number };
  control: { host: string; port: number };
  /** Does a deed and returns what happened; throws a sentence when it cannot be done. */
  act(server: string, deed: string, args: readonly string[]): Promise<string>;
  /** Makes every face agree with models that were changed directly. */
  sync(): Promise<void>;
  stop(): Promise<void>;
}

/** Where a running fleet says how its control is reached. */
export function controlFile(stateDir?: string): string {
  return join(stateDir ?? tmpdir(), "fleet-control.json");
}

/** Starts a fleet, the one that is kept in `stateDir` if there is one. Throws when a port is taken. */
export async function startFleet(options: FleetOptions): Promise<Fleet> {
  const { host = "127.0.0.1", ttl = 300, stateDir } = options;
  const keep = stateDir === undefined ? undefined : openKeep(stateDir);
  const kept = await keptOrNew(keep, { ...options, host, ttl });
  const models = kept.servers.map(({ model }) => model);
  if (options.latencyMs !== undefined) for (const { faults } of models) faults.latencyMs = options.latencyMs;

  joinFleet(models);
  const onPacket = options.wireLog === undefined ? undefined : wireLog(options.wireLog);

  const closers: (() => Promise<void>)[] = [];
  const stop = async () => {
    for (const close of closers.splice(0).reverse()) await close();
  };
  try {
    if (keep) closers.push(() => keep.flush());
    const dns = await startDns(() => models, { host, port: kept.dnsPort });
    closers.push(dns.close);
    const faces: Faces[] = [];
    for (const { model, ports, certificate } of kept.servers) {
      const face = await openFaces(model, { host, ports, certificate, onPacket, around: options.around }, () => {
        dns.sync();
        keep?.changed(model);
      });
      closers.push(face.close);
      faces.push(face);
    }
    const running = faces.map((face) => face.running);
    const agree = async () => {
      dns.sync();
      await Promise.all(faces.map((face) => face.sync()));
    };
    const sync = () => {
      for (const model of models) keep?.changed(model);
      return agree();
    };
    const act = async (key: string, deed: string, args: readonly string[]) => {
      const { model: server, violations } = serverNamed(running, key);
      const said = perform({ server, ttl, violations }, deed, args);
      keep?.changed(server);
      await agree();
      return said;
    };
    const control = await startControl({ host, port: kept.controlPort }, (order) =>
      act(order.server, order.deed, order.args),
    );
    closers.push(control.close);
    closers.push(await announce(control, stateDir));
    return { servers: running, dns: { host, port: dns.port }, control: { host, port: control.port }, act, sync, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function keptOrNew(keep: Keep | undefined, options: FleetOptions & { host: string; ttl: number }): Promise<Kept> {
  const kept = await keep?.load();
  if (kept) {
    if (kept.servers.length === options.servers) return kept;
    throw new Error(
      `A fleet of ${kept.servers.length} servers is kept in ${options.stateDir}; not ${options.servers}. ` +
        "Ask for that many, name another folder, or remove this one.",
    );
  }
  const fresh = await foundFleet({ ...options, empty: options.empty ?? false, seed: options.seed ?? 1 });
  await keep?.begin(fresh);
  return fresh;
}

function serverNamed(servers: RunningServer[], key: string): RunningServer {
  const found = servers.find(({ model }) => model.key === key || model.name === key);
  if (found) return found;
  throw new WrongInput(`There is no server ${key}. The fleet has ${servers.map(({ model }) => model.key).join(", ")}.`);
}

/** Writes the control's address down while the fleet runs. */
async function announce({ host, port }: Control, stateDir: string | undefined): Promise<() => Promise<void>> {
  const path = controlFile(stateDir);
  await writeFile(path, `${JSON.stringify({ host, port, pid: process.pid })}\n`);
  return () => rm(path, { force: true });
}
