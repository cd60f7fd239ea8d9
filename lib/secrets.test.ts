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

/** How many ciphertexts are altered: some with every change, a million when ALTERED says so. */
const altered = Number(process.env.ALTERED ?? 3_000);

it(`none of ${altered} ciphertexts that were altered, cut, mixed or moved is accepted`, { timeout: 3_600_000 }, () => {
  const sealed = Array.from({ length: 20 }, (_, n) => seal(worker.publicKey, `canary ${n}`, `servers.key:${n}`));
  let state = Number(process.env.SEED ?? 1);
  const below = (limit: number) => {
    state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
  const signs = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.=+/ ";
  let accepted = 0;
  for (let n = 0; n < altered; n += 1) {
    const mine = below(sealed.length);
    const text = sealed[mine] ?? "";
    const other = sealed[(mine + 1 + below(sealed.length - 1)) % sealed.length] ?? "";
    const at = below(text.length);
    const [head = "", body = ""] = [text.slice(0, text.lastIndexOf(".") + 1), text.slice(text.lastIndexOf(".") + 1)];
    const bytes = Buffer.from(body, "base64url");
    const flipped = Buffer.from(
      bytes.map((byte, place) => (place === n % bytes.length ? byte ^ (1 + below(255)) : byte)),
    );
    const spoilt = [
      head + flipped.toString("base64url"),
      text.slice(0, at) + signs[below(signs.length)] + text.slice(at + 1),
      text.slice(0, at),
      text.slice(0, at) + other.slice(at),
      `${text}${signs[below(signs.length)]}`,
      other,
    ][n % 6] as string;
    if (spoilt === text) continue;
    try {
      open(worker.privateKey, spoilt, `servers.key:${mine}`);
      accepted += 1;
    } catch (error) {
      if (String(error).includes("canary")) accepted += 1;
    }
  }
  expect(accepted).toBe(0);
});

it("opens with the key it was sealed for among several, as in a rotation", () => {
  const older = makeKeyPair();
  const sealed = seal(older.publicKey, "canary", context);
  expect(open([worker.privateKey, older.privateKey], sealed, context).reveal()).toBe("canary");
  expect(() => open([worker.privateKey], sealed, context)).toThrow("was sealed for key");
});

it("a Secret prints as [secret] everywhere but where it is revealed", () => {
  const secret = new Secret("canary");
  const shown = [`${secret}`, JSON.stringify({ secret }), inspect({ secret }), inspect([secret], { showHidden: true })];
  for (const text of shown) expect(text).toContain("[secret]");
  expect(shown.join()).not.toContain("canary");
  expect(secret.reveal()).toBe("canary");
});
