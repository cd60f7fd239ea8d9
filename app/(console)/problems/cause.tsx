import Link from "next/link";
import { Time } from "@/app/_ui/time";
import type { countByProblem, Example } from "@/db/problems";
import { count, counted } from "@/lib/format";
import { problem } from "@/lib/problems";
import { WaysOut, wayIn } from "./ways-out";

/** One cause: what it means, what to do, how many accounts it holds up, and the first of them. */
export function Cause({
  cause,
  examples,
}: {
  cause: Awaited<ReturnType<typeof countByProblem>>[number];
  examples: Example[];
}) {
  const { title, meaning, remedy } = problem(cause.code);
  const way = wayIn[cause.code] ?? { word: "Solve", place: "" };
  const list = `/accounts?problem=${cause.code}`;
  return (
    <section className="panel mb-5 overflow-hidden" aria-labelledby={cause.code}>
      <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3 px-4 pt-3 pb-4">
        <div className="min-w-0 max-w-[46rem] flex-1 basis-80">
          <h2 id={cause.code} className="mb-1">
            {title}
          </h2>
          <p className="text-soft">{meaning}</p>
          <p className="mt-1.5">
            <strong className="font-semibold">What to do:</strong> {remedy}
          </p>
        </div>
        <div className="text-right max-sm:text-left">
          <Link href={list} className="numeric block text-[1.45rem] leading-tight font-semibold text-bad">
            {count(cause.count)}
          </Link>
          <p className="text-[0.93em] text-faint">
            {cause.since ? (
              <>
                oldest <Time at={cause.since} />
              </>
            ) : null}
          </p>
        </div>
      </div>
      <WaysOut code={cause.code} count={cause.count} />
      <ul className="border-t border-line">
        {examples.map((example) => (
          <li
            key={example.id}
            className="flex flex-wrap gap-x-4 gap-y-0.5 border-b border-line px-4 py-2 last:border-0"
          >
            <Link href={`/accounts/${example.id}`} className="font-medium [overflow-wrap:anywhere] sm:w-72">
              {example.name}
            </Link>
            <span className="min-w-0 flex-1 basis-60 [overflow-wrap:anywhere] text-soft">
              {example.detail || `${example.kind} on ${example.server}`}
            </span>
            <span className="flex items-baseline gap-4 text-[0.93em] text-faint">
              {example.since ? <Time at={example.since} /> : null}
              <Link
                href={`/accounts/${example.id}${way.place}`}
                className="text-accent"
                aria-label={`${way.word}: ${example.name}`}
              >
                {way.word}
              </Link>
            </span>
          </li>
        ))}
      </ul>
      {cause.count > examples.length ? (
        <p className="border-t border-line px-4 py-2.5">
          <Link href={list}>Show all {counted(cause.count, "account")}</Link>
        </p>
      ) : null}
    </section>
  );
}
