import Link from "next/link";

/** The parts of a page that has several, each with its own address. */
export function TabBar({
  label,
  tabs,
  current,
}: {
  label: string;
  tabs: readonly { key: string; href: string; word: string }[];
  current: string;
}) {
  return (
    <nav aria-label={label} className="mb-4 flex flex-wrap gap-1">
      {tabs.map(({ key, href, word }) => (
        <Link
          key={key}
          href={href}
          aria-current={key === current ? "page" : undefined}
          className={`rounded-md px-3 py-1.5 hover:no-underline! ${
            key === current ? "bg-chosen font-medium text-ink" : "text-soft hover:text-ink"
          }`}
        >
          {word}
        </Link>
      ))}
    </nav>
  );
}
