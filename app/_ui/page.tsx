import Link from "next/link";
import type { ReactNode } from "react";

/** The head of every page: where it is, its name, how it is, and what can be done. The last action is the primary one. */
export function PageHeader({
  title,
  crumbs = [],
  status,
  actions,
}: {
  title: string;
  crumbs?: readonly { href: string; name: string }[];
  status?: ReactNode;
  actions?: ReactNode;
}) {
  return (
    <header className="mb-5 flex flex-wrap items-end justify-between gap-x-6 gap-y-3">
      <div className="min-w-0">
        {crumbs.length > 0 ? (
          <nav aria-label="Breadcrumb" className="mb-0.5 text-[0.93em] text-faint">
            {crumbs.map((crumb) => (
              <span key={crumb.href}>
                <Link href={crumb.href} className="hover:text-ink">
                  {crumb.name}
                </Link>{" "}
                /{" "}
              </span>
            ))}
          </nav>
        ) : null}
        <div className="flex flex-wrap items-baseline gap-x-4 gap-y-1">
          <h1>{title}</h1>
          {status}
        </div>
      </div>
      {actions ? <div className="flex flex-wrap items-center gap-2">{actions}</div> : null}
    </header>
  );
}

/** A titled part of a page without a frame of its own: it holds a table or panels. */
export function Section({
  title,
  note,
  actions,
  children,
}: {
  title: string;
  note?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
}) {
  return (
    <section className="mb-7">
      <div className="mb-2.5 flex min-h-8 flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <div className="flex flex-wrap items-baseline gap-x-3">
          <h2>{title}</h2>
          {note ? <p className="text-soft">{note}</p> : null}
        </div>
        {actions}
      </div>
      {children}
    </section>
  );
}

/** A framed part with a title, mostly in the column aside. */
export function Panel({ title, children, actions }: { title: string; children: ReactNode; actions?: ReactNode }) {
  return (
    <section className="panel mb-4 px-4 pt-3 pb-4">
      <div className="mb-2 flex items-center justify-between gap-3">
        <h2>{title}</h2>
        {actions}
      </div>
      {children}
    </section>
  );
}

/** Names and values, one a line. */
export function Facts({ facts }: { facts: readonly (readonly [name: ReactNode, value: ReactNode])[] }) {
  return (
    <dl className="grid grid-cols-[minmax(5.5rem,34%)_minmax(0,1fr)] gap-x-3 gap-y-1.5">
      {facts.map(([name, value], index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the facts of a page keep their places
        <div key={index} className="contents">
          <dt className="text-soft">{name}</dt>
          <dd className="min-w-0 [overflow-wrap:anywhere]">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** The page's matter and, on wide screens beside it, what belongs to it. */
export function Columns({
  children,
  aside,
  asideFirst = false,
}: {
  children: ReactNode;
  aside: ReactNode;
  /** Where there is no room beside it, the aside stands above a matter that may be long. */
  asideFirst?: boolean;
}) {
  return (
    <div className="grid items-start gap-x-5 gap-y-6 xl:grid-cols-[minmax(0,1fr)_21rem]">
      <div className="min-w-0">{children}</div>
      <aside className={`min-w-0 ${asideFirst ? "max-xl:order-first" : ""}`}>{aside}</aside>
    </div>
  );
}
