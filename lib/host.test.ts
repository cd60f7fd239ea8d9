import { expect, it } from "vitest";
import { isHostName, readHost } from "./host";

it.each([
  [" Web1.Provider.Example. ", "web1.provider.example"],
  ["bäcker.example", "xn--bcker-gra.example"],
  ["localhost", "localhost"],
  ["192.0.2.1", "192.0.2.1"],
  ["2001:DB8::1", "2001:db8::1"],
  ["[2001:db8::1]", "2001:db8::1"],
])("the host “%s” is %s", (given, host) => {
  expect(readHost(given)).toEqual({ host });
});

it.each([
  ["", "Give the address of the panel, such as web10.provider.example."],
  ["https://web1.example", "alone"],
  ["admin@web1.example", "alone"],
  ["web1.example:8443", "alone"],
  ["web1.example/path", "alone"],
  ["web_1 example", "alone"],
  ["127.1", "neither a host name nor an IP address"],
  ["a..b", "neither a host name nor an IP address"],
  ["web\u0000.example", "neither a host name nor an IP address"],
  ["2130706433", "neither a host name nor an IP address"],
  ["-web.example", "neither a host name nor an IP address"],
  [`${"a".repeat(64)}.example`, "neither a host name nor an IP address"],
])("“%s” is no host, and the sentence says how one looks", (given, words) => {
  expect(readHost(given)).toEqual({ fault: expect.stringContaining(words) });
});

it.each([
  ["Mail1.Provider.Example", true],
  ["mail1", false],
  ["192.0.2.1", false],
  ["bäcker.example", false],
  ["Mail server one", false],
])("MX can name “%s”: %s", (given, can) => {
  expect(isHostName(given)).toBe(can);
});
