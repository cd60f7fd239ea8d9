import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

export default defineConfig({
  resolve: { alias: { "@": fileURLToPath(new URL(".", import.meta.url)).replace(/\/$/, "") } },
  test: {
    include: ["app/**/*.test.ts", "db/**/*.test.ts", "lib/**/*.test.ts", "e2e/**/*.test.ts"],
    globalSetup: ["./lib/start/testing.ts"],
    testTimeout: 20_000,
    hookTimeout: 60_000,
  },
});
