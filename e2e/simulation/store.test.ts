import { beforeEach, describe, expect, test } from "vitest";
import { testDatabase } from "@/db/testing";
import { type Account, LeaseLost, type NewAccount, type Store } from "@/lib/sync/world";
import { type Bench, realBench, simulatedBench } from "./testing";

/**
 * The simulated database keeps the same promises as the real one: what a run may rely on is said here once and tried
 * on both.
 */
const { db } = await testDatabase();

const domain: NewAccount = {
  kind: "domain",
  sourceId: 7,
  sourceGuid: "guid-7",
  name: "Acme.example",
  ascii: "acme.example",
  label: "",
};

describe.each([
  ["the database", () => realBench(db)],
  ["the simulated database", simulatedBench],
])("%s", (_name, make) => {
  let bench: Bench;
  let store: Store;
  const run = <T>(promise: Promise<T>): Promise<T> => bench.settle(promise);

  beforeEach(async () => {
    bench = await make();
    store = await bench.open();
    await run(store.startRun("assign", "ada"));
  });

  async function adopt(seen: NewAccount = domain): Promise<Account> {
    const [account] = await run(store.addAccounts([seen]));
    if (!account) throw new Error("it was there already");
    return account;
  }

  test("adds an object once, however often it is seen", async () => {
    await adopt();
    expect(await run(store.addAccounts([domain]))).toEqual([]);
    expect(await run(store.ledger())).toHaveLength(1);
  });

  test("gives back what was saved, and nothing that was not", async () => {
    const account = await adopt();
    Object.assign(account, { stage: "proving", written: { proven: "x" }, centralId: 4, waiting: "for DNS" });
    expect((await run(store.accounts([account.id])))[0]).toMatchObject({ stage: null, waiting: null });
    await run(store.saveAccounts([account]));
    const [saved] = await run(store.accounts([account.id]));
    expect(saved).toMatchObject({ stage: "proving", written: { proven: "x" }, centralId: 4, waiting: "for DNS" });
  });

  test("refuses every write of a run whose lease somebody else has taken", async () => {
    const account = await adopt();
    await bench.supersede();
    const writes: Record<string, () => Promise<unknown>> = {
      addAccounts: () => store.addAccounts([{ ...domain, sourceGuid: "other" }]),
      saveAccounts: () => store.saveAccounts([account]),
      claim: () => store.claim([{ ascii: "acme.example", accountId: account.id }]),
      saveAddresses: () => store.saveAddresses([{ accountId: account.id, rows: [] }]),
      move: () => store.move({ ...nothing, accounts: [account] }),
      intend: () => store.intend([intent(account.id)]),
      settle: () => store.settle([{ id: 1, state: "done", error: null }]),
      progress: () => store.progress({ step: "", done: 0, total: 0 }),
      finishRun: () => store.finishRun({ outcome: "done", looked: 0, changed: 0, failed: 0, error: null }),
      observed: () => store.observed({ looked: true, error: null }),
      finishDeassign: () => store.finishDeassign(),
    };
    for (const [name, write] of Object.entries(writes)) await expect(run(write()), name).rejects.toThrow(LeaseLost);
    expect(await run(store.gate())).toEqual({ open: false, why: "lease-lost" });
  });

  test("opens the gate only while nothing speaks against a change", async () => {
    expect(await run(store.gate())).toEqual({ open: true });
    await bench.setStop(true);
    expect(await run(store.gate())).toEqual({ open: false, why: "stopped" });
    await bench.setStop(false);
    for (const which of ["source", "central"] as const) {
      await bench.setMaintenance(which, true);
      expect(await run(store.gate()), which).toEqual({ open: false, why: "maintenance" });
      await bench.setMaintenance(which, false);
      await bench.setOtherCertificate(which, true);
      expect(await run(store.gate()), which).toEqual({ open: false, why: "certificate" });
      await bench.setOtherCertificate(which, false);
    }
    expect(await run(store.gate())).toEqual({ open: true });
    await bench.wishAnew();
    expect(await run(store.gate())).toEqual({ open: false, why: "wish-changed" });
  });

  test("tells since when nobody knows what became of a change of mail flow", async () => {
    const [done, unknown, open, harmless] = [
      await adopt(),
      await adopt(at(8)),
      await adopt(at(9)),
      await adopt(at(10)),
    ];
    const flow = (account: Account) => ({ ...intent(account.id), disruptive: true });
    const recorded = await run(store.intend([flow(done), flow(unknown), flow(open), intent(harmless.id)]));
    const [first, second] = recorded.map((each) => ("id" in each ? each.id : 0));
    const all = [done, unknown, open, harmless].map(({ id }) => id);
    await run(store.settle([{ id: first ?? 0, state: "done", error: null }]));
    await run(store.settle([{ id: second ?? 0, state: "unknown", error: "no answer" }]));
    const since = await run(store.unsettled(all));
    expect([...since.keys()].sort()).toEqual([unknown.id, open.id].sort());
    // The next run finds what a process left that was killed.
    await run(store.startRun("synchronize", "ada"));
    expect(await run(store.unsettled(all))).toEqual(since);
    expect(await run(store.unsettled([done.id]))).toEqual(new Map());
  });

  test("gives a name to whoever claims it first, until it is given up", async () => {
    const first = await adopt();
    const second = await adopt({ ...domain, sourceGuid: "guid-8", sourceId: 8 });
    const name = { ascii: `shop${first.id}.example` };
    expect(await run(store.claim([{ ...name, accountId: first.id }]))).toEqual(new Map());
    expect((await run(store.claim([{ ...name, accountId: second.id }]))).get(name.ascii)?.accountId).toBe(first.id);
    await run(store.move({ ...nothing, closed: [first.id] }));
    expect(await run(store.claim([{ ...name, accountId: second.id }]))).toEqual(new Map());
  });

  test("keeps the first record of a part until it is restored", async () => {
    const { id } = await adopt();
    await run(store.move({ ...nothing, records: [{ accountId: id, part: "mail", data: { mailService: true } }] }));
    await run(store.move({ ...nothing, records: [{ accountId: id, part: "mail", data: { mailService: false } }] }));
    const recorded = async () => (await run(store.snapshots([id]))).get(id) ?? [];
    expect(await recorded()).toEqual([{ part: "mail", data: { mailService: true } }]);
    await run(store.move({ ...nothing, superseded: [id] }));
    expect(await recorded()).toEqual([]);
    await run(store.move({ ...nothing, records: [{ accountId: id, part: "mail", data: { mailService: false } }] }));
    expect(await recorded()).toEqual([{ part: "mail", data: { mailService: false } }]);
  });

  test("knows an account at rest by its row, and any change of the row by its print", async () => {
    const account = await adopt();
    const entry = async () => (await run(store.ledger()))[0];
    expect(await entry()).toMatchObject({ id: account.id, resting: false });
    Object.assign(account, { stage: "assigned", syncStatus: "synchronized", centralId: 4, sourceDigest: "a" });
    await run(store.saveAccounts([account]));
    const rested = await entry();
    expect(rested).toMatchObject({ resting: true, centralId: 4 });
    await run(store.saveAccounts([{ ...account, sourceDigest: "b" }]));
    expect((await entry())?.print).not.toBe(rested?.print);
  });

  test("remembers prints", async () => {
    await run(store.savePrints(["x", "y"]));
    expect(await run(store.prints())).toEqual(new Set(["x", "y"]));
  });

  test("gives intents ids in their order", async () => {
    const { id } = await adopt();
    const recorded = await run(store.intend([intent(id), intent(id), intent(id)]));
    const ids = recorded.map((each) => ("id" in each ? each.id : 0));
    expect(ids).toEqual(ids.toSorted((a, b) => a - b));
    expect(new Set(ids).size).toBe(3);
  });

  test("grants changes of mail flow as far as each budget goes, and tells when it goes on", async () => {
    const { id } = await adopt();
    const mx = { ...intent(id), disruptive: true };
    await bench.setBudget({ run: 9, server: 2, fleet: 9 });
    const answers = await run(store.intend([mx, intent(id), mx, mx]));
    expect(answers.map((each) => "id" in each)).toEqual([true, true, true, false]);
    expect("id" in ((await run(store.intend([{ ...mx, side: "central" }])))[0] ?? {})).toBe(true);
    await bench.setBudget({ run: 4, server: 9, fleet: 9 });
    const [fourth, fifth] = await run(store.intend([mx, mx]));
    expect([fourth, fifth].map((each) => each && "id" in each)).toEqual([true, false]);
    const minutes = fifth && "later" in fifth ? (fifth.later.getTime() - bench.now()) / 60_000 : Number.NaN;
    // Within a minute or so: the simulated clock has gone on by a minute when the answer is looked at.
    expect(Math.abs(minutes)).toBeLessThan(1.5);
    await bench.setBudget({ run: 9, server: 9, fleet: 4 });
    expect("later" in ((await run(store.intend([mx])))[0] ?? {})).toBe(true);
  });

  test("counts nothing of the budget for what was recorded and then not begun", async () => {
    const mx = { ...intent((await adopt()).id), disruptive: true };
    await bench.setBudget({ run: 1, server: 1, fleet: 1 });
    const [first] = await run(store.intend([mx]));
    await run(store.settle([{ id: first && "id" in first ? first.id : 0, state: "not-begun", error: null }]));
    const answers = await run(store.intend([mx, mx]));
    expect(answers.map((each) => "id" in each)).toEqual([true, false]);
  });

  test("opens a breaker when changes of mail flow fail again and again, until a person closes it", async () => {
    const { id } = await adopt();
    const fail = async (amount: number, state: "failed" | "unknown" | "done") => {
      const recorded = await run(
        store.intend(Array.from({ length: amount }, () => ({ ...intent(id), disruptive: true }))),
      );
      const ids = recorded.flatMap((each) => ("id" in each ? [each.id] : []));
      await run(store.settle(ids.map((one) => ({ id: one, state, error: null }))));
    };
    await fail(3, "failed");
    await fail(1, "unknown");
    await fail(1, "done");
    expect(await run(store.gate())).toEqual({ open: true });
    await fail(1, "failed");
    expect(await run(store.gate())).toEqual({ open: false, why: "breaker" });
    await bench.closeBreakers();
    await fail(4, "failed");
    expect(await run(store.gate())).toEqual({ open: true });
  });

  test("counts what a run left behind as unknown once the next begins", async () => {
    const { id } = await adopt();
    await run(store.intend(Array.from({ length: 5 }, () => ({ ...intent(id), disruptive: true }))));
    expect(await run(store.gate())).toEqual({ open: true });
    store = await bench.open();
    await run(store.startRun("assign", "ada"));
    expect(await run(store.gate())).toEqual({ open: false, why: "breaker" });
  });

  test("ends an assignment only for the wish that it was read with", async () => {
    await bench.wishAnew();
    await run(store.finishDeassign());
    expect(await bench.isAssigned()).toBe(true);
    store = await bench.open();
    await run(store.finishDeassign());
    expect(await bench.isAssigned()).toBe(false);
  });

  test("lets one after the other change the mail server", async () => {
    const order: string[] = [];
    const turn = (name: string) =>
      store.withTurn(async () => {
        order.push(`${name} begins`);
        await store.gate();
        order.push(`${name} ends`);
      });
    await run(Promise.all([turn("a"), turn("b")]));
    expect(order.map((line) => line.slice(2))).toEqual(["begins", "ends", "begins", "ends"]);
  });
});

const nothing = { accounts: [], superseded: [], records: [], closed: [] };

const at = (sourceId: number): NewAccount => ({ ...domain, sourceId, sourceGuid: `guid-${sourceId}` });

const intent = (accountId: number) => ({
  accountId,
  disruptive: false,
  side: "source" as const,
  kind: "add-mx",
  summary: "add MX",
  reason: "wanted",
});
