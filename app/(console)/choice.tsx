/** A select in a search form: one word per choice, the first one lets everything through. */
export function Choice({
  name,
  label,
  value,
  all,
  options,
}: {
  name: string;
  label: string;
  value: string | number | undefined;
  /** "Every role" */
  all: string;
  options: readonly (readonly [value: string | number, word: string])[];
}) {
  return (
    <select
      name={name}
      aria-label={label}
      defaultValue={value ?? ""}
      key={value ?? ""}
      className="input w-auto max-w-50 [field-sizing:content] text-ellipsis"
    >
      <option value="">{all}</option>
      {options.map(([each, word]) => (
        <option key={each} value={each}>
          {word}
        </option>
      ))}
    </select>
  );
}
