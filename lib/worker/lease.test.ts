import { expect, test, vi } from "vitest";
import { leaseTerms } from "./lease";

vi.stubEnv("LEASE_SECONDS", "3");

test("a call that begins when the lease was just kept ends inside it", () => {
  const { seconds, deadlines, patience } = leaseTerms();
  expect(seconds).toBe(3);
  expect(deadlines.read).toBeLessThan(deadlines.change);
  expect(deadlines.change + patience).toBeLessThanOrEqual(seconds * 1000);
});
