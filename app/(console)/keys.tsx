"use client";

import { lazy, Suspense, useEffect, useState } from "react";

const load = () => import("./palette");
const Palette = lazy(load);

/** `/` goes to the search of the page; Ctrl-K, and `/` where there is none, open the palette, which is loaded by then. */
export function Keys() {
  const [wanted, setWanted] = useState(0);
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const on = event.target as HTMLElement;
      if (event.key === "Control" || event.key === "Meta") load();
      const k = event.key === "k" && (event.ctrlKey || event.metaKey);
      const slash = event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey;
      if (!k && !slash) return;
      if (slash && (on.isContentEditable || ["INPUT", "TEXTAREA", "SELECT"].includes(on.tagName))) return;
      event.preventDefault();
      const box = slash ? document.querySelector<HTMLInputElement>('main input[type="search"]') : null;
      if (box?.checkVisibility()) {
        box.focus();
        box.select();
      } else setWanted((before) => before + 1);
    };
    document.addEventListener("keydown", press);
    return () => document.removeEventListener("keydown", press);
  }, []);
  return wanted > 0 ? (
    <Suspense>
      <Palette wanted={wanted} />
    </Suspense>
  ) : null;
}
