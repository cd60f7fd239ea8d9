import Link from "next/link";
import type { ReactNode } from "react";
import { Icon, type IconName } from "./icon";

/** Below a list: what it counts, and the way to its neighbours. Null where there is none. */
export function Pagination({
  summary,
  previous,
  next,
  aside,
}: {
  /** "51 – 100 of 8 681 accounts" */
  summary: ReactNode;
  previous: string | null;
  next: string | null;
  aside?: ReactNode;
}) {
  return (
    <div className="mt-3 flex flex-wrap items-center justify-between gap-x-6 gap-y-2 text-soft">
      <p className="numeric" aria-live="polite">
        {summary}
      </p>
      {aside}
      {previous || next ? (
        <nav aria-label="Pages" className="flex gap-2">
          <Step href={previous} icon="left" word="Previous" />
          <Step href={next} icon="right" word="Next" />
        </nav>
      ) : null}
    </div>
  );
}

function Step({ href, icon, word }: { href: string | null; icon: IconName; word: string }) {
  const label = (
    <>
      {icon === "left" ? <Icon name={icon} /> : null}
      {word}
      {icon === "right" ? <Icon name={icon} /> : null}
    </>
  );
  if (!href) return null;
  return (
    <Link href={href} className="button" rel={icon === "left" ? "prev" : "next"}>
      {label}
    </Link>
  );
}
