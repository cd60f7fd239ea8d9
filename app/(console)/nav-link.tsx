"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { type ReactNode, useEffect, useRef } from "react";

export function NavLink({
  href,
  icon,
  number,
  alarming = false,
  children,
}: {
  href: string;
  icon: ReactNode;
  number?: string;
  alarming?: boolean;
  children: ReactNode;
}) {
  const path = usePathname();
  const current = path === href || path.startsWith(`${href}/`);
  return (
    <Link
      href={href}
      aria-current={current ? "page" : undefined}
      className={`flex min-h-9 items-center gap-2.5 rounded-md border px-2.5 hover:no-underline! ${
        current ? "border-line bg-surface text-ink" : "border-transparent text-soft hover:text-ink"
      }`}
    >
      {icon}
      <span className="flex-1">{children}</span>
      {number === undefined ? null : (
        <span className={`numeric text-[0.93em] ${alarming ? "font-semibold text-bad" : "text-faint"}`}>{number}</span>
      )}
    </Link>
  );
}

/** A popover on narrow screens, which closes once it has led somewhere; always there on wide ones. */
export function Menu({ id, children }: { id: string; children: ReactNode }) {
  const menu = useRef<HTMLElement>(null);
  const path = usePathname();
  useEffect(() => {
    if (path && menu.current?.matches(":popover-open")) menu.current.hidePopover();
  }, [path]);
  return (
    <aside ref={menu} id={id} popover="auto" className="menu" aria-label="Console">
      {children}
    </aside>
  );
}
