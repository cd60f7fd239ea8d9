/** One row of the table: what was measured, against what, and whether the budget is met. */
export interface Line {
  what: string;
  measured: string;
  /** The floor or the rival, and what it took. */
  against: string;
  ratio: string;
  budget: string;
  met: boolean;
}

export const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
};

/** A ratio that must not be larger. */
export function atMost(budget: number, ours: number, floor: number): Pick<Line, "ratio" | "budget" | "met"> {
  const ratio = ours / floor;
  return { ratio: `${ratio.toFixed(2)} ×`, budget: `≤ ${budget} ×`, met: ratio <= budget };
}

/** How many times faster than a rival. */
export function faster(budget: number, ours: number, rival: number): Pick<Line, "ratio" | "budget" | "met"> {
  const ratio = rival / ours;
  return { ratio: `${ratio.toFixed(1)} × faster`, budget: `≥ ${budget} ×`, met: ratio >= budget };
}

/** An amount that must stay below a fixed one. */
export function below(budget: number, unit: string, ours: number): Pick<Line, "ratio" | "budget" | "met"> {
  return { ratio: "", budget: `< ${budget} ${unit}`, met: ours < budget };
}

export function table(lines: readonly Line[]): string {
  const rows = [
    ["What", "Measured", "Floor or rival", "Ratio", "Budget", ""],
    ...lines.map((line) => [
      line.what,
      line.measured,
      line.against,
      line.ratio,
      line.budget,
      line.met ? "met" : "NOT MET",
    ]),
  ];
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const text = rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd(),
  );
  return [text[0], widths.map((width) => "─".repeat(width)).join("  "), ...text.slice(1)].join("\n");
}
