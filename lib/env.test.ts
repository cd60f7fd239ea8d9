import { resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { parseSettings, SettingsError } from "./env";

function faultsOf(given: Record<string, string>): string[] {
  try {
    parseSettings(given);
  } catch (error) {
    if (error instanceof SettingsError) return error.faults;
    throw error;
  }
  return [];
}

describe("settings", () => {
  test("nothing set gives a console on loopback with its own database", () => {
    expect(parseSettings({})).toMatchObject({
      host: "127.0.0.1",
      port: 3000,
      publicUrl: "http://127.0.0.1:3000",
      databaseUrl: undefined,
      dataDir: resolve(".data"),
      workerKeyFile: resolve(".data/worker.key"),
      webDatabaseUrl: undefined,
      workerKey: undefined,
      workerKeyCommand: undefined,
      sweepSeconds: 300,
      leaseSeconds: 180,
      drainMarginSeconds: 3600,
      dnsResolver: undefined,
      logLevel: "info",
    });
  });

  test("an empty value counts as not given", () => {
    expect(parseSettings({ PORT: "", DATABASE_URL: "" })).toMatchObject({ port: 3000, databaseUrl: undefined });
  });

  test("each fault has its sentence, all at once", () => {
    expect(faultsOf({ PORT: "abc", SWEEP_SECONDS: "0", DNS_RESOLVER: "dns.example", LOG_LEVEL: "loud" })).toEqual([
      'PORT is "abc": give a number between 1 and 65535.',
      'SWEEP_SECONDS is "0": give a number between 1 and 86400.',
      'DNS_RESOLVER is "dns.example": give an IP address and a port, such as 192.0.2.53:53 or [2001:db8::53]:53.',
      'LOG_LEVEL is "loud": give one of debug, info, warn, error.',
    ]);
  });

  test("a wrong database address is never shown, because it may hold a password", () => {
    expect(faultsOf({ DATABASE_URL: "mysql://app:hunter2@db/mail" }).join()).not.toContain("hunter2");
    expect(faultsOf({ DATABASE_URL: "mysql://app:hunter2@db/mail" })[0]).toMatch(/^DATABASE_URL is not the address of/);
  });

  test("what a database address says of TLS is held against what there is, under the name of its setting", () => {
    const address = "postgres://app:hunter2@db/mail?sslmode";
    expect(faultsOf({ DATABASE_URL: `${address}=no-verify`, WEB_DATABASE_URL: `${address}=verify-ca` })).toEqual([
      "DATABASE_URL has sslmode=no-verify: give one of disable, require, verify-ca, verify-full.",
      "WEB_DATABASE_URL has sslmode=verify-ca without sslrootcert: give the file with the authority's certificate.",
    ]);
  });

  test("a resolver is an address with a port, IPv6 in brackets", () => {
    expect(parseSettings({ DNS_RESOLVER: "127.0.0.1:5300" }).dnsResolver).toEqual({ host: "127.0.0.1", port: 5300 });
    expect(parseSettings({ DNS_RESOLVER: "[::1]:5300" }).dnsResolver).toEqual({ host: "::1", port: 5300 });
  });

  test("the public address is an origin", () => {
    expect(parseSettings({ PUBLIC_URL: "https://mail.example.com/" }).publicUrl).toBe("https://mail.example.com");
    expect(faultsOf({ PUBLIC_URL: "https://example.com/mail" })[0]).toMatch(/^PUBLIC_URL has more than a scheme/);
  });

  test("listening everywhere still gives an address that a browser can open", () => {
    expect(parseSettings({ HOST: "0.0.0.0", PORT: "8080" }).publicUrl).toBe("http://127.0.0.1:8080");
    expect(parseSettings({ HOST: "::1", PORT: "8080" }).publicUrl).toBe("http://[::1]:8080");
  });
});
