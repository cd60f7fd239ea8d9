import { describe, expect, test } from "vitest";
import type { DomainCase } from "./cases";
import { compareAddresses } from "./compare-addresses";
import { plainAddress } from "./facts";
import { noteAddresses } from "./gather";
import { address, domain, pair, seen } from "./testing";

const info = address("info");
const none = { needsPassword: false, missingSince: null };
const written = plainAddress(info);

/** Assigned for long: its one address was written to the mail server, as stored at the last look. */
function assigned(
  changes: Parameters<typeof domain>[1],
  row: { source: typeof written | null; central: typeof written | null },
) {
  const c = domain("assigned", changes);
  c.rows.set("info", { name: "info", written, ...none, ...row });
  noteAddresses(c);
  return c;
}
const made = (c: DomainCase) => compareAddresses(c, pair()).map(({ operation }) => operation?.kind);

describe("an address that was written once", () => {
  test("and is gone from the mail server alone was removed by whoever manages it there", () => {
    expect(made(assigned({ central: seen({ addresses: [] }) }, { source: written, central: written }))).toEqual([]);
  });

  test("is another one when it was gone from both sides and is made again", () => {
    const away = seen({ addresses: [] });
    const gone = assigned({ source: away, central: away }, { source: written, central: written });
    expect(gone.rows.get("info")).toMatchObject({ source: null, central: null, written });
    const again = assigned({ central: away }, { source: null, central: null });
    expect(again.rows.get("info")?.written).toBeNull();
    expect(made(again)).toEqual(["create-address"]);
  });

  test("is still known where the mail server had only hidden it", () => {
    const back = assigned({ source: seen({ addresses: [] }), central: seen() }, { source: null, central: null });
    expect(back.rows.get("info")?.written).toEqual(written);
  });

  test("was not written to a domain that was made anew on the mail server since", () => {
    const anew = seen({ guid: "another", addresses: [], zones: [] });
    const c = assigned(
      {
        central: anew,
        of: { centralGuid: "first" },
        written: { ...domain(null).written, catchAll: { kind: "reject" } },
      },
      { source: written, central: written },
    );
    expect(made(c)).toEqual(["create-address"]);
    expect(c.written).toMatchObject({ catchAll: null, proven: null });
    expect(
      made(assigned({ central: anew, of: { centralGuid: "another" } }, { source: written, central: written })),
    ).toEqual([]);
  });
});
