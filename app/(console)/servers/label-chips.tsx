import Link from "next/link";
import { url } from "@/app/_ui/listing";

/** What a server is grouped by; each leads to the others of its group. */
export function LabelChips({ labels }: { labels: readonly string[] }) {
  if (labels.length === 0) return null;
  return (
    <ul className="flex flex-wrap gap-1">
      {labels.map((label) => (
        <li key={label} className="min-w-0">
          <Link
            href={url("/servers", { label })}
            className="block max-w-40 truncate rounded-[5px] border border-line bg-side px-1.5 text-[0.93em] text-soft hover:text-ink"
            title={`Plesk servers with the label ${label}`}
          >
            {label}
          </Link>
        </li>
      ))}
    </ul>
  );
}
