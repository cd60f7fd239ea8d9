import { fileURLToPath } from "node:url";

/** @type {import("next").NextConfig} */
export default {
  // Which framework answers is nobody's business.
  poweredByHeader: false,
  // The only pictures are SVG drawn on the server; the optimizer would be one more public endpoint.
  images: { unoptimized: true },
  // Sources stay on the server.
  productionBrowserSourceMaps: false,
  // Longer requests are refused before (lib/headers.ts); Next's own limits would cut them off instead.
  experimental: { proxyClientMaxBodySize: 262_144, serverActions: { bodySizeLimit: 262_144 } },
  // A lock file in a folder above would otherwise be taken for the project's root.
  turbopack: { root: fileURLToPath(new URL(".", import.meta.url)) },
  // Native or made for the server alone: required at run time, never bundled.
  serverExternalPackages: ["@node-rs/argon2", "postgres", "graphile-worker"],
};
