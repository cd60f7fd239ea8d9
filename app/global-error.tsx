"use client";

import "./globals.css";
import { Broken } from "./_ui/broken";

/** Stands in for the root layout too, where that is what failed. */
export default function GlobalError({ error }: { error: Error & { digest?: string } }) {
  return (
    <html lang="en">
      <body>
        <title>Centralized Mail</title>
        <main className="mx-auto max-w-2xl px-5 pt-[14vh]">
          <Broken error={error} />
        </main>
      </body>
    </html>
  );
}
