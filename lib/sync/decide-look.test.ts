import { describe, expect, test } from "vitest";
import { decideDomain } from "./decide";
import { provenDigest } from "./facts";
import { alias, aliasZone, CENTRAL, context, domain, mailOff, seen, seenMx, zone } from "./testing";

const alone = seen({ zones: [zone({ mx: seenMx(`10 ${CENTRAL}`) })] });
const written = { ...domain(null).written, switchedAt: "2026-05-04T10:00:00Z", proven: provenDigest(seen()) };

describe("an assigned domain that is only looked at", () => {
  const look = (c: ReturnType<typeof domain>) => decideDomain(c, context({ mayChange: false }));

  test("rests when nothing would be done for it", () => {
    expect(look(domain("assigned", { written, source: { ...alone, mail: mailOff } }))).toEqual({ do: "rest" });
  });

  test("does not rest for long when a run that may would begin something", () => {
    const late = seen({
      mail: mailOff,
      aliases: [alias],
      zones: [...alone.zones, aliasZone()],
    });
    const central = seen({ aliases: [alias], zones: [] });
    const c = domain("assigned", { written: { ...written, homeMailOff: true }, source: late, central });
    expect(decideDomain(c, context())).toMatchObject({ do: "advance", event: "mx-reclaimed" });
    expect(look(c)).toEqual({ do: "rest", more: true });
  });
});
