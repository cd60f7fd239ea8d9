import { count } from "@/lib/format";

/** A bar that knows its end: how much is done of how much, and what is being done. Without a total it only says the step. */
export function Progress({
  done,
  total,
  step,
  label,
}: {
  done: number;
  total: number;
  step?: string | null;
  /** What progresses, for those who hear it: "Synchronizing web12". */
  label: string;
}) {
  const words = [total > 0 ? `${count(done)} of ${count(total)}` : null, step].filter(Boolean).join(" · ");
  return (
    <div className="grid gap-1">
      <progress
        className="sr-only"
        aria-label={label}
        value={total > 0 ? done : undefined}
        max={total > 0 ? total : 1}
      />
      <Meter share={total > 0 ? done / total : 0} />
      <p className="numeric text-[0.93em] text-soft" aria-live="polite">
        {words}
      </p>
    </div>
  );
}

/** Only the bar: how much of something is used. Say the numbers beside it. */
export function Meter({ share, tone = "accent" }: { share: number; tone?: "accent" | "bad" | "good" }) {
  const colour = { accent: "fill-accent", bad: "fill-bad", good: "fill-good" }[tone];
  // Drawn, because a width that is counted would need a style of its own, which the content security policy refuses.
  return (
    <svg aria-hidden="true" className="block h-[5px] w-full max-w-72 rounded-full bg-track">
      <rect width={`${Math.min(100, Math.max(0, share * 100))}%`} height="5" rx="2.5" className={colour} />
    </svg>
  );
}
