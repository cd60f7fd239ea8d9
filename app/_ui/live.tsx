"use client";

import { useRouter } from "next/navigation";
import { useEffect, useTransition } from "react";

/** Longer than following a link takes, unless it led to a download, after which the page stays. */
const FOLLOWING_MS = 10_000;

/** Renders the page anew every two seconds; put it on a page only while something runs there. */
export function Live({ seconds = 2 }: { seconds?: number }) {
  const router = useRouter();
  const [pending, startTransition] = useTransition();
  useEffect(() => {
    // Counts from the end of the last rendering: a slow server is not asked twice at once.
    if (pending) return;
    // Nor is it while a link is followed: whom it leads to would be asked for anew, and come that much later.
    let followed = Number.NEGATIVE_INFINITY;
    const follow = ({ target }: MouseEvent) => {
      if (target instanceof Element && target.closest("a[href]")) followed = performance.now();
    };
    document.addEventListener("click", follow);
    const timer = setInterval(() => {
      if (document.visibilityState !== "visible" || performance.now() - followed < FOLLOWING_MS) return;
      startTransition(() => router.refresh());
    }, seconds * 1000);
    return () => {
      clearInterval(timer);
      document.removeEventListener("click", follow);
    };
  }, [router, seconds, pending]);
  if (seconds > 10) return null;
  return (
    <noscript>
      <meta httpEquiv="refresh" content={String(seconds * 2)} />
    </noscript>
  );
}
