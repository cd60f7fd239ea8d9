"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";

/** Leaves the browser's time zone in a cookie, for the times that the server writes. */
export function Zone() {
  const router = useRouter();
  useEffect(() => {
    const cookie = `zone=${encodeURIComponent(Intl.DateTimeFormat().resolvedOptions().timeZone)}`;
    if (document.cookie.split("; ").includes(cookie)) return;
    const secure = location.protocol === "https:" ? "; secure" : "";
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser
    document.cookie = `${cookie}; path=/; max-age=31536000; samesite=lax${secure}`;
    router.refresh();
  }, [router]);
  return null;
}
