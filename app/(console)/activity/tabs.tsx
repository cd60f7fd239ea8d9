import Link from "next/link";

const tabs = [
  { key: "runs", href: "/activity", word: "Runs" },
  { key: "trail", href: "/activity/trail", word: "Audit trail" },
] as const;

/** The two halves of the activity: what the console did, and what administrators did. */
export function Tabs({ current }: { current: (typeof tabs)[number]["key"] }) {
  return (
    <nav aria-label="Activity" className="mb-4 flex gap-1">
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
