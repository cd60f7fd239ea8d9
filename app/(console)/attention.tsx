"use client";

import { useEffect } from "react";

const minute = 60_000;

/**
 * Pages refresh themselves, so a session would never be idle while one is open. After a minute in which nobody touched
 * it, a cookie says so, and requests no longer count as use (`currentPerson` in lib/access/session.ts).
 */
export function Attention() {
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>;
    const say = (unattended: boolean) => {
      // biome-ignore lint/suspicious/noDocumentCookie: the cookie store that it asks for is not in every browser
      document.cookie = `unattended=1; path=/; SameSite=Strict; max-age=${unattended ? 86_400 : 0}`;
    };
    const touched = () => {
      say(false);
      clearTimeout(timer);
      timer = setTimeout(() => say(true), minute);
    };
    const inputs = ["pointerdown", "keydown", "wheel"] as const;
    for (const input of inputs) document.addEventListener(input, touched, { passive: true });
    touched();
    return () => {
      clearTimeout(timer);
      for (const input of inputs) document.removeEventListener(input, touched);
    };
  }, []);
  return null;
}
