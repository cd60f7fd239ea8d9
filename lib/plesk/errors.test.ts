import { describe, expect, test } from "vitest";
import { quote, refusal } from "./errors";

describe("a panel's refusal", () => {
  test.each([
    [1001, "credentials"],
    [1006, "denied"],
    [1007, "exists"],
    [1008, "busy"],
    [1013, "missing"],
    [1014, "rejected"],
    [1015, "missing"],
    [1017, "unsupported"],
    [1024, "limit"],
    [11003, "credentials"],
    [4711, "rejected"],
    [0, "rejected"],
  ])("with code %i is of the kind %s", (code, kind) => {
    expect(refusal("web1.provider.example:8443", code, "No.")).toMatchObject({ kind, code, sent: true });
  });

  test("says which server, in whose words, and what to do next", () => {
    const { message } = refusal("web1.provider.example:8443", 1007, "User account ada already exists.");
    expect(message).toContain("web1.provider.example:8443 refused: “User account ada already exists.” (1007).");
    expect(message).toContain("nothing was overwritten");
  });
});

describe("a panel's own words", () => {
  test("become one line without what could disguise it", () => {
    expect(quote("a\r\nb\u001b[2Jc\u202ed\u2066e\u0000")).toBe("a b [2Jc d e");
  });

  test("are cut to 200 characters, whole ones", () => {
    const words = quote("😀".repeat(300));
    expect([...words]).toHaveLength(200);
    expect(words.endsWith("😀…")).toBe(true);
  });
});
