import { count } from "@/lib/format";

/** What there is on a long page, with its number, the gravest first; each leads to its place. */
export function Contents({ parts }: { parts: readonly { place: string; name: string; count: number }[] }) {
  const there = parts.filter((part) => part.count > 0);
  if (there.length < 3) return null;
  return (
    <nav aria-label="Problems on this page" className="mb-5 flex flex-wrap gap-1.5">
      {there.map((part) => (
        <a key={part.place} href={`#${part.place}`} className="rounded-md border border-line bg-surface px-2.5 py-1">
          {part.name} <span className="numeric font-semibold text-bad">{count(part.count)}</span>
        </a>
      ))}
    </nav>
  );
}
