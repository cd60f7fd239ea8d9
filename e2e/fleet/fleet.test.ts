import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { sendOrder } from "./control";
import { dial } from "./dialogue";
import { controlFile, type Fleet, startFleet } from "./fleet";

let stateDir: string;
let fleet: Fleet | undefined;

beforeEach(async () => {
  stateDir = await mkdtemp(join(tmpdir(), "fleet-"));
});

afterEach(async () => {
  await fleet?.stop();
  fleet = undefined;
  await rm(stateDir, { recursive: true, force: true });
});

async function start(options: { servers?: number; domains?: number; empty?: boolean } = {}): Promise<Fleet> {
  fleet = await startFleet({ servers: 2, domains: 3, stateDir, ...options });
  return fleet;
}

async function restart(): Promise<Fleet> {
  await fleet?.stop();
  return start();
}

describe("a fleet", () => {
  it("is the same fleet when it starts again: addresses, certificates, guids, models", async () => {
    const first = await start();
    await first.act("web1", "add-domain", ["kept.example"]);
    const described = first.servers.map((server) => server.describe());
    const models = first.servers.map(({ model }) => structuredClone(model));
    const { dns } = first;

    const second = await restart();
    expect(second.servers.map((server) => server.describe())).toEqual(described);
    expect(second.servers.map(({ model }) => model)).toEqual(models);
    expect(second.dns).toEqual(dns);
  });

  it("writes a change down soon, not only when it stops", async () => {
    const { servers, act } = await start();
    await act("web1", "add-domain", ["soon.example"]);
    await expect.poll(() => readFile(join(stateDir, "web1.json"), "utf8")).toContain("soon.example");
    expect(servers).toHaveLength(2);
  });

  it("refuses to be another fleet than the one in its folder", async () => {
    await start();
    await fleet?.stop();
    await expect(startFleet({ servers: 3, domains: 3, stateDir })).rejects.toThrow(/A fleet of 2 servers is kept/);
  });

  it("has servers without clients and domains when it is to be empty", async () => {
    const { servers } = await start({ empty: true });
    for (const { model } of servers) expect([model.accounts.length, model.domains.length]).toEqual([1, 0]);
  });

  it("does deeds by its control and closes the doors of a stopped service", async () => {
    const { servers, control } = await start();
    const smtp = { host: "127.0.0.1", port: servers[1]?.describe().smtpPort ?? 0 };
    const order = (deed: string, ...args: string[]) => sendOrder(control, { server: "web1", deed, args });
    expect(JSON.parse(await readFile(controlFile(stateDir), "utf8"))).toMatchObject(control);
    expect(await order("service", "smtp", "stop")).toBe("smtp on web1: stopped.");
    await expect(dial(smtp)).rejects.toThrow("ECONNREFUSED");
    await order("service", "smtp", "start");
    (await dial(smtp)).end();
    await expect(sendOrder(control, { server: "web9", deed: "log", args: [] })).rejects.toThrow(
      "There is no server web9. The fleet has mail1, web1.",
    );
  });

  it("says that no fleet answers once it has ended", async () => {
    const { control } = await start();
    await fleet?.stop();
    const order = { server: "web1", deed: "log", args: [] };
    await expect(sendOrder(control, order)).rejects.toThrow(/^No fleet answers at 127\.0\.0\.1:/);
  });

  it("leaves nothing listening and no control file when it has stopped", async () => {
    const { servers } = await start();
    const addresses = servers.map((server) => ({ host: "127.0.0.1", port: server.describe().port }));
    await fleet?.stop();
    for (const address of addresses) await expect(dial(address)).rejects.toThrow("ECONNREFUSED");
    await expect(readFile(controlFile(stateDir))).rejects.toThrow("ENOENT");
  });
});
