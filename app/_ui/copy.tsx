"use client";

import { useState } from "react";

/** Puts a text into the clipboard. Without script the text stands there to be selected by hand. */
export function Copy({ text, children = "Copy" }: { text: string; children?: string }) {
  const [said, say] = useState("");
  const copy = async () => {
    try {
      // Not there where the console is not reached by HTTPS.
      await navigator.clipboard.writeText(text);
      say("Copied.");
    } catch {
      say("The browser does not allow it: select the text and copy it.");
    }
  };
  return (
    <span className="inline-flex flex-wrap items-center gap-2">
      <button type="button" className="button" onClick={copy}>
        {children}
      </button>
      <output className="text-soft empty:hidden">{said}</output>
    </span>
  );
}
