import { describe, expect, test } from "vitest";
import type { Account } from "@/db/account";
import { addressState } from "./address-state";
import { fieldRows } from "./rows";

const domain = {
  ...{ name: "acme.example", owner: "acme", suspended: false, mailService: false, zones: [] },
  catchAll: { kind: "reject" },
  aliases: [
    { name: "acme.test", mail: true },
    { name: "acme-web.test", mail: false },
  ],
  addresses: { mailboxes: 3, forwards: 1, total: 4 },
};
const client = { login: "acme", name: "Ada", company: "", email: "ada@acme.example", suspended: false };

/** What is said of each field of an account on an assigned server without a recorded difference. */
function verdicts(values: Partial<Account>): Record<string, string> {
  const account = { kind: "domain", wish: "assigned", stage: "assigned", stageTimes: {}, problem: null, serverId: 8 };
  return Object.fromEntries(
    fieldRows({ ...account, ...values } as Account).map(({ field, verdict }) => [field, verdict]),
  );
}
const fields = (there: object, values: Partial<Account> = {}) =>
  verdicts({ source: domain, central: { ...domain, ...there }, ...values });
const clients = (there: object, values: Partial<Account> = {}) =>
  verdicts({ kind: "client", stage: null, source: client, central: { ...client, ...there }, ...values });

describe("a field is the same on both sides where it reads the same", () => {
  test("which all of them may", () => {
    const alike = { name: "same", owner: "same", suspended: "same", aliases: "same", addresses: "same" };
    expect(fields({})).toMatchObject({ ...alike, catchAll: "same" });
    expect(fields({ aliases: [...domain.aliases].reverse() })).toMatchObject(alike);
    expect(new Set(Object.values(clients({})))).toEqual(new Set(["same"]));
  });

  test("what was changed on the mail server, and is left so, is not", () => {
    const catchAll = { kind: "forward", address: "ada@acme.example" };
    expect(fields({ catchAll })).toMatchObject({ catchAll: "changed there", addresses: "same" });
    expect(clients({ email: "ada@new.example" })).toMatchObject({ email: "changed there", name: "same" });
    expect(clients({ company: "Acme Ltd" })).toMatchObject({ company: "changed there" });
    expect(clients({ login: "acme-mail" })).toMatchObject({ login: "changed there" });
  });

  test("nor is what has more or less there, whoever did that, or is suspended there alone", () => {
    expect(fields({ addresses: { mailboxes: 4, forwards: 1, total: 5 } })).toMatchObject({ addresses: "unlike" });
    expect(fields({ aliases: [] })).toMatchObject({ aliases: "unlike" });
    expect(fields({ suspended: true })).toMatchObject({ suspended: "unlike" });
  });

  test("nobody is said to have changed what is not compared: on the way back, and once it is closed", () => {
    expect(clients({ email: "ada@new.example" }, { wish: "deassigned" })).toMatchObject({ email: "unlike" });
    expect(fields({ catchAll: { kind: "bounce", text: "" } }, { stage: "closed" })).toMatchObject({
      catchAll: "unlike",
    });
  });

  test("a login that was taken on the mail server is derived, also where it says whose a domain is", () => {
    expect(clients({ login: "acme_w8" })).toMatchObject({ login: "derived" });
    expect(clients({ login: "acm_w8_2" })).toMatchObject({ login: "derived" });
    expect(clients({ login: "acme_w9" })).toMatchObject({ login: "changed there" });
    expect(fields({ owner: "acme_w8" })).toMatchObject({ owner: "derived" });
    expect(fields({ owner: "other" })).toMatchObject({ owner: "unlike" });
  });

  test("what the mail server does not have is not there yet", () => {
    expect(verdicts({ source: domain, central: null })).toMatchObject({ name: "not yet", catchAll: "not yet" });
  });
});

describe("an address", () => {
  const mailbox = { mailbox: { quota: -1 }, forwards: null, aliases: [], autoresponder: null };
  const forward = (to: string) => ({ ...mailbox, forwards: [to] });
  const none = { source: null, central: null, written: null, needsPassword: false };
  const state = (
    row: Partial<typeof none | Record<string, unknown>>,
    stage = "assigned",
    solution: string | null = null,
  ) => addressState({ ...none, ...row } as never, { stage, solution } as never);
  const all = (value: unknown) => ({ source: value, central: value, written: value });

  test("that reads the same on both sides is the same, or waits for a password", () => {
    expect(state(all(mailbox))).toBe("same");
    expect(state({ ...all(mailbox), needsPassword: true })).toBe("needs a password");
  });

  test("of the mail server alone was made there, unless we wrote it: then it is kept", () => {
    expect(state({ central: mailbox })).toBe("made there");
    expect(state({ central: mailbox, written: mailbox })).toBe("kept");
    expect(state({ written: mailbox })).toBe("gone");
  });

  test("of the assigned server alone is to come, unless its owner removed it from the mail server", () => {
    expect(state({ source: mailbox })).toBe("not there yet");
    expect(state({ source: mailbox, written: mailbox })).toBe("removed there");
    expect(state({ source: mailbox, written: mailbox }, "reopening")).toBe("removed there");
    expect(state({ source: mailbox, written: mailbox }, "draining")).toBe("not there yet");
  });

  test("that differs was changed on the mail server as long as the assigned server has what we wrote", () => {
    const there = { ...all(forward("a@x.example")), central: forward("b@x.example") };
    expect(state(there)).toBe("changed there");
    expect(state({ ...there, needsPassword: true })).toBe("needs a password");
    expect(state(there, "assigned", "enforce")).toBe("different");
    const withAlias = { ...there, central: { ...mailbox, aliases: ["office"] } };
    expect(state(withAlias, "assigned", "enforce")).toBe("changed there");
    expect(state({ ...there, source: forward("c@x.example") })).toBe("different");
    expect(state({ ...there, written: null })).toBe("different");
  });
});
