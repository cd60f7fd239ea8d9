import Link from "next/link";
import type { ReactNode } from "react";
import { count } from "@/lib/format";

/** Large numbers in one frame, four in a row where there is room. */
export function Figures({ label, children, below }: { label: string; children: ReactNode; below?: ReactNode }) {
  return (
    <section aria-label={label} className="panel mb-6 overflow-hidden">
      <ul className="-mr-px -mb-px grid grid-cols-2 sm:grid-cols-4">{children}</ul>
      {below ? <p className="border-t border-line px-4 py-2.5 text-soft">{below}</p> : null}
    </section>
  );
}

/** One number, which leads to the list of exactly what it counts. `bad` colours it, unless it is zero. */
export function Figure({
  name,
  value,
  note,
  href,
  bad = false,
}: {
  name: string;
  value: number;
  note?: ReactNode;
  href?: string;
  bad?: boolean;
}) {
  const alarming = bad && value > 0;
  const inside = (
    <>
      <span className="flex items-center gap-2 text-soft">
        {alarming ? <span aria-hidden="true" className="size-1.5 shrink-0 rounded-full bg-bad" /> : null}
        {name}
      </span>
      <span className={`numeric block text-[1.72rem] leading-tight font-semibold ${alarming ? "text-bad" : ""}`}>
        {count(value)}
      </span>
      <span className="block text-[0.93em] text-faint">{note}</span>
    </>
  );
  return (
    <li className="border-r border-b border-line">
      {href ? (
        <Link href={href} className="block h-full px-4 py-3 hover:bg-side hover:no-underline!">
          {inside}
        </Link>
      ) : (
        <div className="px-4 py-3">{inside}</div>
      )}
    </li>
  );
}
