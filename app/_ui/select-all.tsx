"use client";

import { useEffect, useRef, useState } from "react";

const boxesOf = (form: HTMLFormElement | null | undefined, name: string) =>
  [...(form?.querySelectorAll<HTMLInputElement>(`tbody input[name="${name}"]`) ?? [])].filter((box) => !box.disabled);

/** The checkbox above a column of checkboxes. It stands inside their form. */
export function SelectAll({ name }: { name: string }) {
  const box = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const form = box.current?.form;
    const show = () => {
      const boxes = boxesOf(form, name);
      const chosen = boxes.filter((one) => one.checked).length;
      if (!box.current) return;
      box.current.checked = chosen > 0 && chosen === boxes.length;
      box.current.indeterminate = chosen > 0 && chosen < boxes.length;
    };
    show();
    form?.addEventListener("change", show);
    return () => form?.removeEventListener("change", show);
    // After each rendering, because the rows may be others now.
  });
  const selectAll = (checked: boolean) => {
    for (const one of boxesOf(box.current?.form, name)) one.checked = checked;
    box.current?.form?.dispatchEvent(new Event("change"));
  };
  return (
    <input ref={box} type="checkbox" aria-label="Select all" onChange={(event) => selectAll(event.target.checked)} />
  );
}

/**
 * "2 selected", inside the same form. With `kept`, the name of a place in this tab, the selection stays while the list is
 * paged: hidden inputs stand for the rows of other pages.
 */
export function Selected({ name, kept }: { name: string; kept?: string }) {
  const place = useRef<HTMLOutputElement>(null);
  const [selected, setSelected] = useState<{ count: number; elsewhere: string[] }>({ count: 0, elsewhere: [] });
  useEffect(() => {
    const form = place.current?.closest("form");
    const before = kept ? read(kept) : [];
    for (const box of boxesOf(form, name)) if (before.includes(box.value)) box.checked = true;
    const show = () => {
      const boxes = boxesOf(form, name);
      const elsewhere = (kept ? read(kept) : []).filter((value) => !boxes.some((box) => box.value === value));
      const here = boxes.filter((box) => box.checked).map((box) => box.value);
      if (kept) sessionStorage.setItem(kept, [...elsewhere, ...here].join(" "));
      setSelected((was) => {
        const count = here.length + elsewhere.length;
        return was.count === count && was.elsewhere.join() === elsewhere.join() ? was : { count, elsewhere };
      });
    };
    form?.addEventListener("change", show);
    if (before.length > 0) form?.dispatchEvent(new Event("change"));
    else show();
    return () => form?.removeEventListener("change", show);
    // After each rendering, because the rows may be others now.
  });
  const clear = () => {
    const form = place.current?.closest("form");
    for (const box of boxesOf(form, name)) box.checked = false;
    if (kept) sessionStorage.removeItem(kept);
    form?.dispatchEvent(new Event("change"));
  };
  return (
    <>
      {selected.elsewhere.map((value) => (
        <input key={value} type="hidden" name={name} value={value} data-kept="" />
      ))}
      <output ref={place} className="mr-1 text-soft empty:hidden">
        {selected.count > 0 ? `${selected.count} selected` : ""}
      </output>
      {kept && selected.count > 0 ? (
        <button type="button" onClick={clear} className="button-text mr-1">
          Clear
        </button>
      ) : null}
    </>
  );
}

const read = (place: string) => (sessionStorage.getItem(place) ?? "").split(" ").filter(Boolean);
