"use client";

import { useEffect } from "react";

/** `/` goes to the search of the page, or to the one in the navigation. */
export function Keys() {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const at = event.target as HTMLElement;
      if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
      if (at.isContentEditable || ["INPUT", "TEXTAREA", "SELECT"].includes(at.tagName)) return;
      const box = ["main", "body"]
        .map((part) => document.querySelector<HTMLInputElement>(`${part} input[type="search"]`))
        .find((found) => found?.checkVisibility());
      if (!box) return;
      event.preventDefault();
      box.focus();
      box.select();
    };
    document.addEventListener("keydown", press);
    return () => document.removeEventListener("keydown", press);
  }, []);
  return null;
}
