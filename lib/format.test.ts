import { describe, expect, test } from "vitest";
import { bytes, count, counted, duration, firstOf, listed, moment, relative, shortName, timeOfDay } from "./format";

const now = new Date("2026-11-23T14:12:00Z");
const past = (seconds: number) => new Date(now.getTime() - seconds * 1000);

describe("numbers and lists", () => {
  test("are grouped by a narrow space that does not break", () => {
    expect(count(12_480)).toBe("12\u202f480");
    expect(counted(1, "domain")).toBe("1 domain");
    expect(counted(2, "alias", "aliases")).toBe("2 aliases");
  });

  test("say of a list that is cut how much of it is shown, and of a whole one nothing", () => {
    expect(firstOf(200, 3124)).toBe("the first 200 of 3\u202f124");
    expect(firstOf(200, 200)).toBeNull();
  });

  test("are joined as people say them", () => {
    expect(listed([])).toBe("");
    expect(listed(["web1"])).toBe("web1");
    expect(listed(["web1", "web2", "web3"])).toBe("web1, web2 and web3");
  });

  test("a server is called by its first word, as far as it fits a button", () => {
    expect(shortName("web1.provider.example")).toBe("web1");
    expect(shortName("donaudampfschifffahrtsgesellschaft.provider.example")).toBe("donaudampfschifffah…");
    expect(shortName("donaudampfschifffahrtsgesellschaft.provider.example", 11)).toBe("donaudampf…");
  });

  test("sizes keep one digit below ten", () => {
    expect(bytes(412e9)).toBe("412 GB");
    expect(bytes(1.44e12)).toBe("1.4 TB");
    expect(bytes(12)).toBe("12 B");
  });
});

describe("times", () => {
  test("a length is said in one unit, hours up to two days", () => {
    expect(duration(40)).toBe("40 s");
    expect(duration(540)).toBe("9 min");
    expect(duration(90_000)).toBe("25 h");
    expect(duration(3 * 86_400)).toBe("3 d");
  });

  test("are relative to now, both ways", () => {
    expect(relative(past(1), now)).toBe("just now");
    expect(relative(past(180), now)).toBe("3 min ago");
    expect(relative(past(-7200), now)).toBe("in 2 h");
  });

  test("leave out what today already says, in the reader's zone", () => {
    const vienna = { locale: "en-GB", zone: "Europe/Vienna" };
    expect(moment(past(600), now, vienna)).toBe("15:02");
    expect(moment(new Date("2026-11-03T13:02:00Z"), now, vienna)).toBe("3 Nov, 14:02");
    expect(moment(new Date("2025-11-03T13:02:00Z"), now, vienna)).toContain("2025");
  });

  test("are each reader's own, however many there are, and refuse what is no zone", () => {
    const hour = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" } as const;
    for (const zone of Intl.supportedValuesOf("timeZone"))
      for (const locale of ["en-GB", "de"])
        expect(timeOfDay(now, { locale, zone })).toBe(
          new Intl.DateTimeFormat(locale, { timeZone: zone, ...hour }).format(now),
        );
    expect(() => timeOfDay(now, { locale: "de", zone: "Mars/Olympus" })).toThrow(RangeError);
  });
});
