import { z } from "zod";

/** The kinds of value that a setting has, each with the sentence for a wrong one. */

/** One sentence for each setting that is wrong, all at once. */
export class SettingsError extends Error {
  constructor(readonly faults: string[]) {
    super(faults.join("\n"));
    this.name = "SettingsError";
  }
}

export const given = z.string().optional();

export function wholeNumber(low: number, high: number, fallback: number) {
  return given.transform((text, context) => {
    if (text === undefined) return fallback;
    const number = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
    if (number >= low && number <= high) return number;
    context.addIssue({ code: "custom", message: `is "${text}": give a number between ${low} and ${high}.` });
    return z.NEVER;
  });
}

export function oneOf<const T extends string>(choices: readonly T[], fallback: T) {
  return given.transform((text, context): T => {
    const choice = choices.find((each) => each === (text ?? fallback));
    if (choice !== undefined) return choice;
    context.addIssue({ code: "custom", message: `is "${text}": give one of ${choices.join(", ")}.` });
    return z.NEVER;
  });
}

export function url(protocols: string[], advice: string, shown: (text: string) => string) {
  return given.transform((text, context) => {
    if (text === undefined) return undefined;
    const parsed = URL.canParse(text) ? new URL(text) : undefined;
    if (parsed?.hostname && protocols.includes(parsed.protocol)) return parsed;
    context.addIssue({ code: "custom", message: `${shown(text)}: ${advice}` });
    return z.NEVER;
  });
}
