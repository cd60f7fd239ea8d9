import { Icon } from "./icon";

/** Where one is in a guided page. `current` counts from 0. */
export function Steps({ names, current }: { names: readonly string[]; current: number }) {
  return (
    <ol className="mb-5 flex flex-wrap gap-x-5 gap-y-2">
      {names.map((name, index) => (
        <li key={name} aria-current={index === current ? "step" : undefined} className="flex items-center gap-2.5">
          <span
            aria-hidden="true"
            className={`numeric grid size-6 place-items-center rounded-full border text-[0.93em] font-semibold ${
              index === current
                ? "border-accent bg-accent text-on-accent"
                : index < current
                  ? "border-good text-good"
                  : "border-line text-faint"
            }`}
          >
            {index < current ? <Icon name="check" size={13} /> : index + 1}
          </span>
          <span className={index === current ? "font-medium" : "text-faint"}>
            {name}
            {index < current ? <span className="sr-only"> (done)</span> : null}
          </span>
        </li>
      ))}
    </ol>
  );
}

/** Lines of what would be added, taken away, or told: "+ MX 10 mail1.provider.example." */
export function ChangeLines({ lines }: { lines: readonly string[] }) {
  const colour = (line: string) => (line.startsWith("+") ? "text-good" : /^[-−]/.test(line) ? "text-bad" : "text-soft");
  return (
    <ul className="grid gap-1 font-mono text-[0.93em]">
      {lines.map((line) => (
        <li key={line} className={`[overflow-wrap:anywhere] ${colour(line)}`}>
          {line.replace(/^-/, "−")}
        </li>
      ))}
    </ul>
  );
}
