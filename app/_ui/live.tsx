"use client";

import { useRouter } from "next/navigation";
import { useEffect, useTransition } from "react";

/** Renders the page anew every two seconds; put it on a page only while something runs there. */
export function Live({ seconds = 2 }: { seconds?: number }) {
  const router = useRouter();
  const [pending, startTransition] = useTransition();
  useEffect(() => {
    // Counts from the end of the last rendering: a slow server is not asked twice at once.
    if (pending) return;
    const timer = setInterval(() => {
      if (document.visibilityState === "visible") startTransition(() => router.refresh());
    }, seconds * 1000);
    return () => clearInterval(timer);
  }, [router, seconds, pending]);
  if (seconds > 10) return null;
  return (
    <noscript>
      <meta httpEquiv="refresh" content={String(seconds * 2)} />
    </noscript>
  );
}
