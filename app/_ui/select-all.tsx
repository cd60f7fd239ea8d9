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

/** "2 selected", inside the same form. */
export function Selected({ name }: { name: string }) {
  const place = useRef<HTMLOutputElement>(null);
  const [selected, setSelected] = useState(0);
  useEffect(() => {
    const form = place.current?.closest("form");
    const show = () => setSelected(boxesOf(form, name).filter((one) => one.checked).length);
    show();
    form?.addEventListener("change", show);
    return () => form?.removeEventListener("change", show);
    // After each rendering, because the rows may be others now.
  });
  return (
    <output ref={place} className="mr-1 text-soft empty:hidden">
      {selected > 0 ? `${selected} selected` : ""}
    </output>
  );
}
