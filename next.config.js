import { fileURLToPath } from "node:url";

/** @type {import("next").NextConfig} */
export default {
  // Which framework answers is nobody's business.
  poweredByHeader: false,
  // The only pictures are SVG drawn on the server; the optimizer would be one more public endpoint.
  images: { unoptimized: true },
  // A title comes with its page, never after it: it must be there without script, and a page that renders itself anew
  // would otherwise have its title read out again whenever it came late.
  htmlLimitedBots: /.*/,
  // Sources stay on the server.
  productionBrowserSourceMaps: false,
  experimental: {
    // A role that may not is answered 403, by app/forbidden.tsx.
    authInterrupts: true,
    // Longer requests are refused before (lib/bodies.ts); Next's own limits would cut them off instead.
    proxyClientMaxBodySize: 262_144,
    serverActions: { bodySizeLimit: 262_144 },
  },
  // A lock file in a folder above would otherwise be taken for the project's root.
  turbopack: { root: fileURLToPath(new URL(".", import.meta.url)) },
  // Native or made for the server alone: required at run time, never bundled.
  serverExternalPackages: ["@node-rs/argon2", "postgres", "graphile-worker"],
};
