import { use } from "react";
import { count, duration, timeOfDay } from "@/lib/format";
import { reader } from "./time";

interface Point {
  at: Date;
  /** Milliseconds; null when nothing answered. */
  latency: number | null;
}

const width = 288;
const height = 56;

/** Answer time as a line with its words below; where nothing answered, the line is broken and the gap marked. */
export function Chart({ points }: { points: readonly Point[] }) {
  const first = points[0];
  const answered = points.flatMap((point) => (point.latency === null ? [] : [point.latency]));
  const last = points.at(-1);
  if (!first || !last || answered.length < 2) return <p className="text-soft">Too few answers yet to draw them.</p>;
  const peak = Math.max(...answered);
  const top = Math.max(peak, 80);
  const span = Math.max(1, last.at.getTime() - first.at.getTime());
  const x = (point: Point) => ((point.at.getTime() - first.at.getTime()) / span) * width;
  const y = (latency: number) => height - 3 - (latency / top) * (height - 8);
  const line = points.map((point, index) => {
    if (point.latency === null) return "";
    const joined = index > 0 && points[index - 1]?.latency != null;
    return `${joined ? "L" : "M"}${x(point).toFixed(1)} ${y(point.latency).toFixed(1)}`;
  });
  const who = use(reader());
  const peakAt = points.find((point) => point.latency === peak)?.at ?? last.at;
  const missing = points.length - answered.length;
  const words = [
    `answer time, last ${duration(span / 1000)}`,
    `median ${count(median(answered))} ms`,
    `peak ${count(peak)} ms at ${timeOfDay(peakAt, who)}`,
    missing > 0 ? `no answer ${count(missing)} times` : null,
  ].filter(Boolean);
  return (
    <figure>
      <svg
        aria-hidden="true"
        viewBox={`0 0 ${width} ${height}`}
        className="mb-1.5 block w-full"
        height={height}
        preserveAspectRatio="none"
      >
        <path d={`M0 ${height - 0.5}H${width}`} className="stroke-line" vectorEffect="non-scaling-stroke" />
        <path
          d={line.join("")}
          fill="none"
          className="stroke-accent"
          strokeWidth="1.5"
          strokeLinejoin="round"
          vectorEffect="non-scaling-stroke"
        />
        {points.map((point) =>
          point.latency === null ? (
            <path
              key={point.at.getTime()}
              d={`M${x(point).toFixed(1)} ${height - 1}v-5`}
              className="stroke-bad"
              strokeWidth="2"
              vectorEffect="non-scaling-stroke"
            />
          ) : null,
        )}
      </svg>
      <figcaption className="text-[0.93em] text-faint">{words.join(" · ")}</figcaption>
    </figure>
  );
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
