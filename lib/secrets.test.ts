import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { keyId, makeKeyPair, open, Secret, seal } from "./secrets";

const worker = makeKeyPair();
const context = "servers.key:0a-guid";

describe("sealed secrets", () => {
  it("open with the private key and the same context", () => {
    const sealed = seal(worker.publicKey, "schlüssel 🔑", context);
    expect(open(worker.privateKey, sealed, context).reveal()).toBe("schlüssel 🔑");
  });

  it("differ each time, name their key, and hold nothing readable", () => {
    const [one, two] = [seal(worker.publicKey, "canary", context), seal(worker.publicKey, "canary", context)];
    expect(one).not.toBe(two);
    expect(one.split(".").slice(0, 2)).toEqual(["v1", keyId(worker.publicKey)]);
    expect(Buffer.from(one.split(".")[2] ?? "", "base64url").includes("canary")).toBe(false);
  });

  it("do not open in another row, nor with another key", () => {
    const sealed = seal(worker.publicKey, "canary", context);
    expect(() => open(worker.privateKey, sealed, "servers.key:0b-guid")).toThrow("belongs to another object");
    expect(() => open(makeKeyPair().privateKey, sealed, context)).toThrow("was sealed for key");
  });

  it("do not open when any one bit was flipped", () => {
    const [form, id, body] = seal(worker.publicKey, "canary", context).split(".");
    const bytes = Buffer.from(body ?? "", "base64url");
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const flipped = Buffer.from(bytes);
      flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      const sealed = `${form}.${id}.${flipped.toString("base64url")}`;
      // X25519 ignores the top bit of a point by design (RFC 7748); the salt still binds it.
      expect(() => open(worker.privateKey, sealed, context), `bit ${bit}`).toThrow();
    }
  });

  it("do not open with a tag cut short, a foreign version or stray characters", () => {
    const sealed = seal(worker.publicKey, "canary", context);
    expect(() => open(worker.privateKey, sealed.slice(0, -16), context)).toThrow();
    expect(() => open(worker.privateKey, sealed.replace("v1.", "v2."), context)).toThrow("malformed");
    expect(() => open(worker.privateKey, `${sealed}=`, context)).toThrow("malformed");
    expect(() => open(worker.privateKey, "", context)).toThrow("malformed");
  });
});

it("a Secret prints as [secret] everywhere but where it is revealed", () => {
  const secret = new Secret("canary");
  const shown = [`${secret}`, JSON.stringify({ secret }), inspect({ secret }), inspect([secret], { showHidden: true })];
  for (const text of shown) expect(text).toContain("[secret]");
  expect(shown.join()).not.toContain("canary");
  expect(secret.reveal()).toBe("canary");
});
