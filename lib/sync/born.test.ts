import { expect, test } from "vitest";
import { makeAtHome } from "./born";
import { plainAddress } from "./facts";
import { address, domain, pair, seen } from "./testing";

const info = (aliases: string[], quota = -1) => address("info", { aliases, mailbox: { quota } });

function born(here: ReturnType<typeof info>[], there: ReturnType<typeof info>[], written?: ReturnType<typeof info>) {
  const c = domain("reopening", { source: seen({ addresses: here }), central: seen({ addresses: there }) });
  const row = { name: "info", source: null, central: null, needsPassword: false, missingSince: null };
  if (written) c.rows.set("info", { ...row, written: plainAddress(written) });
  return (["with-mirrored", "born-there"] as const).map((ours) => makeAtHome(c, pair(), ours));
}

test("a mail alias that an address got on the mail server is added at home, and nothing else of it is changed", () => {
  const added = [
    expect.objectContaining({ kind: "add-mail-aliases", side: "source", name: "info", aliases: ["sales"] }),
  ];
  expect(born([info(["desk"], 5)], [info(["sales"])])).toEqual([added, added]);
  expect(born([info(["sales"])], [info(["sales"])])).toEqual([[], []]);
});

test("one that was mirrored and then removed at home comes back only when its mail does", () => {
  const [withMirrored, bornThere] = born([info([])], [info(["sales"])], info(["sales"]));
  expect(withMirrored).toHaveLength(1);
  expect(bornThere).toEqual([]);
});

test("a name that home has already, as an address or as an alias, is left alone", () => {
  expect(born([info([]), address("sales")], [info(["sales"]), address("sales")])).toEqual([[], []]);
  expect(born([info(["sales"])], [info([]), address("sales")])).toEqual([[], []]);
});
