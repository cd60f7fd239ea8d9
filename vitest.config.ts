import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

export default defineConfig({
  resolve: { alias: { "@": fileURLToPath(new URL(".", import.meta.url)).replace(/\/$/, "") } },
  test: {
    include: ["app/**/*.test.ts", "db/**/*.test.ts", "lib/**/*.test.ts", "e2e/**/*.test.ts"],
    globalSetup: ["./lib/start/testing.ts"],
    // The simulated fleet, and whatever a test puts in a server's place, are on this machine.
    env: { ALLOWED_NETWORKS: "127.0.0.0/8" },
    // As many as there are cores: most of them wait for databases, servers and each other.
    maxWorkers: "100%",
    testTimeout: 20_000,
    hookTimeout: 60_000,
  },
});
