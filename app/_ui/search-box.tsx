import Form from "next/form";
import type { ReactNode } from "react";
import { Icon } from "./icon";

/** Searches a list by its URL. `keep` are the parameters that stay; `children` are further filters (selects). */
export function SearchBox({
  action,
  label,
  value,
  keep = {},
  wide = false,
  children,
}: {
  action: string;
  label: string;
  value: string;
  keep?: Record<string, string | undefined>;
  /** Has much to say about what can be typed. */
  wide?: boolean;
  children?: ReactNode;
}) {
  return (
    <search className="w-full min-w-0 sm:w-auto">
      <Form action={action} className="flex min-w-0 flex-wrap items-center gap-2">
        <div className={`relative w-full min-w-0 ${wide ? "sm:w-[27rem]" : "sm:w-[20rem]"}`}>
          <Icon name="search" className="pointer-events-none absolute inset-y-0 left-2.5 my-auto text-faint" />
          <input
            type="search"
            name="q"
            defaultValue={value}
            key={value}
            placeholder={label}
            aria-label={label}
            className="input pl-8"
          />
        </div>
        {children}
        {Object.entries(keep).map(([name, kept]) =>
          kept ? <input key={name} type="hidden" name={name} value={kept} /> : null,
        )}
        <button type="submit" className={children ? "button" : "sr-only"}>
          {children ? "Filter" : "Search"}
        </button>
      </Form>
    </search>
  );
}
