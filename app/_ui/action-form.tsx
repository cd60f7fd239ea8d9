"use client";

import {
  createContext,
  type FormEvent,
  type ReactNode,
  startTransition,
  useActionState,
  useContext,
  useEffect,
  useId,
  useRef,
} from "react";

/** What every server action says. */
export interface ActionResult {
  ok: boolean;
  message: string;
  /** What a person should do besides, although it went well. */
  warning?: string;
  /** What is shown only now, one a line: recovery codes. */
  lines?: string[];
  /** The input that the message is about: it is shown beside it and gets the focus. */
  field?: string;
  /** What was typed, for browsers without script, which lose it. Never a secret. */
  typed?: Record<string, string>;
}

export type Action = (before: ActionResult | null, data: FormData) => Promise<ActionResult | null>;

const Form = createContext<{ said: ActionResult | null; pending: boolean }>({ said: null, pending: false });

/** A form for a server action. It works without script; with it, what was typed stays after a fault. */
export function ActionForm({
  action,
  children,
  className,
  id,
  quiet = false,
}: {
  action: Action;
  children: ReactNode;
  className?: string;
  id?: string;
  /** The message is not shown here: a `Said` inside the form shows it. */
  quiet?: boolean;
}) {
  const [said, act, pending] = useActionState(action, null);
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (!said?.ok && said?.field) form.current?.querySelector<HTMLElement>(`[name="${said.field}"]`)?.focus();
  }, [said]);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    // React resets a form after its action; sending the data ourselves keeps what was typed.
    event.preventDefault();
    const data = new FormData(event.currentTarget, (event.nativeEvent as SubmitEvent).submitter);
    startTransition(() => act(data));
  };
  return (
    <Form value={{ said, pending }}>
      <form ref={form} id={id} action={act} onSubmit={submit} className={className} aria-busy={pending}>
        {children}
        {quiet ? null : <Said />}
      </form>
    </Form>
  );
}

/** What the action said, unless a field shows it. */
export function Said() {
  const { said } = useContext(Form);
  return (
    <div aria-live="polite" className="empty:hidden [overflow-wrap:anywhere]">
      {said && !said.field ? <p className={said.ok ? "text-good" : "text-bad"}>{said.message}</p> : null}
      {said?.warning ? <p className="text-warn">{said.warning}</p> : null}
      {said?.lines ? (
        <ul className="mt-2 grid gap-1 rounded-md bg-side px-3 py-2 font-mono text-[0.93em]">
          {said.lines.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      ) : null}
    </div>
  );
}

export function Submit({
  children,
  className = "button",
  name,
  value,
  disabled,
}: {
  children: ReactNode;
  className?: string;
  name?: string;
  value?: string;
  disabled?: boolean;
}) {
  const { pending } = useContext(Form);
  return (
    <button type="submit" name={name} value={value} className={className} disabled={pending || disabled}>
      {children}
    </button>
  );
}

/** One of a few, each with a note. */
export function Choices({
  name,
  legend,
  hidden = false,
  choices,
  value,
}: {
  name: string;
  legend: string;
  /** The legend is heard, not seen: a heading says the same. */
  hidden?: boolean;
  choices: readonly { value: string; name: string; note: string }[];
  value?: string;
}) {
  const { said } = useContext(Form);
  const fault = said && !said.ok && said.field === name ? said.message : null;
  return (
    <fieldset className="grid gap-2">
      <legend className={hidden ? "sr-only" : "mb-1 font-medium"}>{legend}</legend>
      {choices.map((choice) => (
        <label key={choice.value} className="flex gap-2.5">
          <input
            type="radio"
            name={name}
            value={choice.value}
            defaultChecked={choice.value === value}
            required
            className="mt-1"
          />
          <span>
            {choice.name}
            <span className="block text-[0.93em] text-faint">{choice.note}</span>
          </span>
        </label>
      ))}
      {fault ? <p className="text-[0.93em] text-bad">{fault}</p> : null}
    </fieldset>
  );
}

/** A labelled input with its hint, and the action's message when it is about this one. */
export function Field({
  name,
  label,
  hint,
  type = "text",
  value,
  ...rest
}: {
  name: string;
  label: string;
  hint?: ReactNode;
  type?: "text" | "password" | "number" | "email" | "url";
  value?: string | number;
  required?: boolean;
  autoComplete?: string;
  autoFocus?: boolean;
  inputMode?: "numeric" | "text";
  placeholder?: string;
  min?: number;
  max?: number;
  pattern?: string;
  spellCheck?: boolean;
}) {
  const id = useId();
  const { said } = useContext(Form);
  const fault = said && !said.ok && said.field === name ? said.message : null;
  return (
    <div className="grid content-start gap-1">
      <label htmlFor={id} className="font-medium">
        {label}
      </label>
      <input
        id={id}
        name={name}
        type={type}
        defaultValue={said?.typed?.[name] ?? value}
        className="input"
        aria-invalid={fault ? true : undefined}
        aria-describedby={`${id}-note`}
        {...rest}
      />
      <p id={`${id}-note`} className={`empty:hidden text-[0.93em] ${fault ? "text-bad" : "text-faint"}`}>
        {fault ?? hint}
      </p>
    </div>
  );
}
