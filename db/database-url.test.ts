import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { makeAuthority, makeCertificate } from "@/e2e/fleet/panel/certificate";
import { readDatabaseUrl, tlsFault } from "./database-url";

const folder = mkdtempSync(join(tmpdir(), "address-"));
afterAll(() => rmSync(folder, { recursive: true }));
const fileOf = (name: string) => join(folder, name);
const of = (words: string) => `postgres://app:hunter2@db.example:5433/mail?${words}`;

beforeAll(async () => {
  const authority = await makeAuthority("Private Authority");
  const client = await makeCertificate("app", authority);
  const stranger = await makeCertificate("app", authority);
  writeFileSync(
    fileOf("authority.pem"),
    `Authority of db.example\n${authority.cert}${(await makeAuthority("Next")).cert}`,
  );
  writeFileSync(fileOf("client.pem"), client.cert);
  writeFileSync(fileOf("client.key"), client.key);
  writeFileSync(fileOf("stranger.key"), stranger.key);
  writeFileSync(fileOf("words"), "no certificate");
});

test("no words of TLS go to the server, and the others stay", () => {
  const { url, ssl } = readDatabaseUrl(
    of("application_name=a&sslmode=require&uselibpqcompat=true&statement_timeout=5"),
  );
  expect(url).toBe("postgres://app:hunter2@db.example:5433/mail?application_name=a&statement_timeout=5");
  expect(ssl).toMatchObject({ host: "db.example", rejectUnauthorized: false });
  expect(readDatabaseUrl(of("sslmode=disable&sslrootcert=/nowhere"))).toMatchObject({
    url: of("").slice(0, -1),
    ssl: false,
  });
});

test("nothing is encrypted where nothing is said, whatever the environment has for one of the drivers", () => {
  const { url, ssl, queueUrl } = readDatabaseUrl("postgres://app@db.example/mail");
  expect({ url, ssl }).toEqual({ url: "postgres://app@db.example/mail", ssl: false });
  expect(queueUrl).toContain("sslmode=disable");
});

test.each([
  ["allow", false, true],
  ["prefer", false, true],
  ["require", false, true],
  ["require&sslrootcert=authority.pem", true, true],
  ["verify-ca&sslrootcert=authority.pem", true, true],
  ["verify-full&sslrootcert=authority.pem", true, false],
  ["verify-full&sslrootcert=system", true, false],
  ["verify-full", true, false],
  ["disable&sslmode=verify-full", true, false],
])("sslmode=%s: whether it verifies, and whether for any name", (words, rejectUnauthorized, anyName) => {
  const { ssl } = readDatabaseUrl(of(`sslmode=${words.replace("authority.pem", fileOf("authority.pem"))}`));
  expect(ssl).toMatchObject({ rejectUnauthorized });
  expect(ssl && "checkServerIdentity" in ssl).toBe(anyName);
  expect(ssl && "ca" in ssl).toBe(words.includes("authority.pem"));
});

test.each([
  ["sslmode=no-verify", "has sslmode=no-verify: give one of disable, require, verify-ca, verify-full."],
  ["ssl=true", "has ssl, which is not understood here: "],
  ["sslmode=require&sslpassword=hunter2", "has sslpassword, which is not understood here: "],
  ["sslrootcert=/authority.pem", "has sslrootcert without sslmode, so nothing would be encrypted: "],
  ["sslmode=verify-ca", "has sslmode=verify-ca without sslrootcert: "],
  ["sslmode=verify-ca&sslrootcert=system", "has sslrootcert=system with sslmode=verify-ca: "],
  ["sslmode=require&sslrootcert=system", "has sslrootcert=system with sslmode=require: "],
  ["sslmode=verify-full&sslrootcert=/nowhere", "has sslrootcert=/nowhere, which cannot be read (ENOENT): "],
  ["sslmode=verify-full&sslrootcert=FOLDER/words", "has sslrootcert=FOLDER/words, which holds no certificate in PEM."],
  ["sslmode=require&sslcert=FOLDER/client.pem", "has one of sslcert and sslkey: "],
  ["sslmode=require&sslcert=FOLDER/client.pem&sslkey=FOLDER/stranger.key", "has sslcert and sslkey that are no "],
])("%s is told in a sentence, without what is secret", (words, sentence) => {
  const address = of(words.replaceAll("FOLDER", folder));
  const fault = tlsFault(address) ?? "";
  expect(fault.startsWith(sentence.replaceAll("FOLDER", folder)), fault).toBe(true);
  expect(fault).not.toContain("hunter2");
  expect(() => readDatabaseUrl(address)).toThrow(`DATABASE_URL ${fault}`);
});

test("a certificate of the console's own goes with its key", () => {
  const words = `sslmode=require&sslcert=${fileOf("client.pem")}&sslkey=${fileOf("client.key")}`;
  expect(readDatabaseUrl(of(words)).ssl).toMatchObject({
    cert: expect.stringContaining("BEGIN"),
    rejectUnauthorized: false,
  });
});
