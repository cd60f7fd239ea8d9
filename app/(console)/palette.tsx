"use client";

import { useRouter } from "next/navigation";
import { type KeyboardEvent as Key, useEffect, useRef, useState } from "react";
import { findWhileTyping } from "./find/actions";
import { type Answer, markedIn } from "./find/answer";

const nothing: Answer = { words: "", found: [] };

/** A name, Enter, and one is there. It opens each time that `wanted` grows. */
export default function Palette({ wanted }: { wanted: number }) {
  const router = useRouter();
  const dialog = useRef<HTMLDialogElement>(null);
  const asked = useRef(0);
  const [answer, setAnswer] = useState(nothing);
  const [at, setAt] = useState(0);
  const [q, setQ] = useState("");
  const { found } = answer;
  const marked = markedIn(answer, q, at);

  const look = (words: string) => {
    setQ(words);
    const mine = ++asked.current;
    setTimeout(async () => {
      if (mine !== asked.current) return;
      const found = await findWhileTyping(words).catch(() => []);
      // An answer that comes after the next question is none.
      if (mine !== asked.current) return;
      setAnswer({ words, found });
      setAt(0);
    }, 120);
  };
  const go = (href: string) => {
    dialog.current?.close();
    router.push(href);
  };

  // biome-ignore lint/correctness/useExhaustiveDependencies: it opens when it is wanted anew, and for no other reason
  useEffect(() => {
    if (dialog.current?.open) return;
    dialog.current?.showModal();
    look("");
  }, [wanted]);

  const steer = (event: Key) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      setAt((before) => (found.length === 0 ? 0 : (before + step + found.length) % found.length));
    } else if (event.key === "Enter") {
      event.preventDefault();
      // A click, so that whoever watches for links being followed sees this one as well.
      if (marked) document.getElementById(`palette-${at}`)?.click();
      else go(`/find?q=${encodeURIComponent(q)}`);
    }
  };
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape closes a dialog by itself
    <dialog
      ref={dialog}
      aria-label="Find"
      className="palette"
      onClick={(event) => event.target === dialog.current && dialog.current.close()}
      onClose={() => {
        // Nor is anything asked any more that nobody would see.
        asked.current++;
        setAnswer(nothing);
      }}
    >
      <input
        type="text"
        role="combobox"
        aria-label="Server, client, domain, address, or what to do"
        aria-expanded={found.length > 0}
        aria-controls="palette"
        aria-activedescendant={marked ? `palette-${at}` : undefined}
        placeholder="Server, client, domain, address, or what to do"
        autoComplete="off"
        spellCheck={false}
        value={q}
        onChange={(event) => look(event.target.value)}
        onKeyDown={steer}
        className="w-full border-b border-line bg-transparent px-4 py-3 outline-none"
      />
      <div id="palette" role="listbox" aria-label="Found" className="max-h-96 overflow-y-auto py-1 empty:hidden">
        {found.map((one, index) => (
          <a
            key={`${one.href} ${one.title}`}
            id={`palette-${index}`}
            role="option"
            aria-selected={one === marked}
            ref={one === marked ? (row) => row?.scrollIntoView({ block: "nearest" }) : undefined}
            href={one.href}
            tabIndex={-1}
            onClick={(event) => {
              event.preventDefault();
              go(one.href);
            }}
            className="flex items-baseline gap-3 px-4 py-1.5 hover:no-underline!"
          >
            <span className="min-w-0 truncate font-medium">{one.title}</span>
            <span className="min-w-0 flex-1 truncate text-faint">{one.note}</span>
            <span className="text-soft">{one.kind}</span>
          </a>
        ))}
      </div>
    </dialog>
  );
}
