import "@fontsource-variable/inter";
import "./globals.css";
import type { Metadata, Viewport } from "next";
import { cookies } from "next/headers";
import type { ReactNode } from "react";
import { preload } from "react-dom";
import { Leaving } from "./_ui/leaving";

export const metadata: Metadata = {
  title: { default: "Centralized Mail", template: "%s · Centralized Mail" },
  robots: { index: false, follow: false },
};

export const viewport: Viewport = {
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#fbfbf9" },
    { media: "(prefers-color-scheme: dark)", color: "#121211" },
  ],
};

/** The letters of every page: on their way before the style sheet asks for them, so that they are there at the first paint. */
const latin = new URL("@fontsource-variable/inter/files/inter-latin-wght-normal.woff2", import.meta.url);

// The theme is a cookie, so the first byte of HTML already has it and nothing flashes.
export default async function RootLayout({ children }: { children: ReactNode }) {
  preload(latin.pathname, { as: "font", type: "font/woff2", crossOrigin: "anonymous" });
  const theme = (await cookies()).get("theme")?.value;
  return (
    <html lang="en" data-theme={theme === "light" || theme === "dark" ? theme : undefined}>
      <body>
        {/* A page appears whole: columns of a table that is still arriving would move with each of its rows. */}
        <link rel="expect" href="#whole" blocking="render" />
        {children}
        <Leaving />
        <span id="whole" hidden />
      </body>
    </html>
  );
}
