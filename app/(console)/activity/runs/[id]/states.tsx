import Link from "next/link";
import { url } from "@/app/_ui/listing";
import type { OperationState } from "@/db/schema";
import { count } from "@/lib/format";
import { operationStates, operationWord } from "../../run-words";

/** How many operations are in each state; each number shows exactly those. */
export function States({
  here,
  counts,
  current,
}: {
  here: string;
  counts: Partial<Record<OperationState, number>>;
  current: OperationState | undefined;
}) {
  const total = Object.values(counts).reduce((sum, each) => sum + each, 0);
  const present = operationStates.filter((state) => counts[state]);
  if (present.length < 2) return null;
  const tab = (state: OperationState | undefined, word: string, number: number) => (
    <Link
      key={word}
      href={url(here, { state })}
      aria-current={state === current ? "page" : undefined}
      className={`rounded-md px-3 py-1.5 hover:no-underline! ${
        state === current ? "bg-chosen font-medium text-ink" : "text-soft hover:text-ink"
      }`}
    >
      {word} <span className="numeric text-faint">{count(number)}</span>
    </Link>
  );
  return (
    <nav aria-label="Result" className="mb-3 flex flex-wrap gap-1">
      {tab(undefined, "All", total)}
      {present.map((state) => tab(state, operationWord(state), counts[state] ?? 0))}
    </nav>
  );
}
