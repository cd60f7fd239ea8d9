import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { accounts } from "@/db/schema";
import type { CheckedRecord } from "@/lib/wanted-records";
import { records } from "./records";
import { ground } from "./testing";

const world = await ground({ servers: 2, domains: 2 });
const { db } = world;
const { name: mail1, ipAddress } = world.model("mail1");
const act = (deed: string, ...args: string[]) => world.fleet.act("web1", deed, args);

async function stateOf(name: string): Promise<Record<string, CheckedRecord["state"]>> {
  const [account] = await db.select().from(accounts).where(eq(accounts.name, name));
  const { checked } = await records({
    db,
    payload: { accountId: account?.id ?? 0 },
    by: "anna",
    credential: null,
    tell: async () => {},
    answerInSecret: () => {},
  });
  return Object.fromEntries(checked.map((one) => [`${one.type} ${one.name}`, one.state]));
}

test("each wanted record is told as it stands in DNS, and the move goes on once MX is right", async () => {
  await act("add-client", "far");
  await act("add-domain", "far-away.example", "--owner", "far");
  await act("remote-dns", "on");
  await world.wish("web1", "assigned");
  await world.run("web1");
  expect(await stateOf("far-away.example")).toMatchObject({
    "MX far-away.example": "different",
    "CNAME autodiscover.far-away.example": "missing",
  });
  await act("remote-dns", "off");
  expect(await stateOf("far-away.example")).toMatchObject({ "MX far-away.example": "different" });
  await act("add-record", "far-away.example", "TXT", "@", "v=spf1 mx -all");
  await act("add-record", "far-away.example", "A", "autoconfig", ipAddress);
  await act("remove-record", "far-away.example", "MX", "@");
  expect(await stateOf("far-away.example")).toMatchObject({ "MX far-away.example": "missing" });
  await act("add-record", "far-away.example", "MX", "@", `${mail1}.`, "10");
  expect(await stateOf("far-away.example")).toMatchObject({
    "MX far-away.example": "right",
    "TXT far-away.example": "right",
    "CNAME autoconfig.far-away.example": "right",
    "CNAME autodiscover.far-away.example": "missing",
  });
});

test("what is not handled any more is not asked about", async () => {
  await expect(stateOf("nobody.example")).rejects.toThrow("not handled by a mail server any more");
});
