import type { Account, PleskServer } from "../model";
import type { By } from "../world/by";
import { PleskRefusal } from "../world/refusal";
import { type Content, grammar } from "./grammar";
import { leaf, wrap, type XmlElement } from "./xml";

/** One operation of a packet, about to be executed. */
export interface Call {
  server: PleskServer;
  caller: Account;
  who: By;
  node: XmlElement;
}

/** `destroy` takes mail, a domain, a subscription or a client away; `access` touches only sessions and keys. */
export type Effect = "read" | "change" | "destroy" | "access";

export interface Operation {
  effect: Effect;
  content: Content;
  /** Does it act on what a filter selects? */
  filtered: boolean;
  /** Executes the call and returns what its node in the response holds. */
  run(call: Call): string;
}

export type Operator = Readonly<Record<string, Operation>>;

export function operation(effect: Effect, notation: string, run: (call: Call) => string): Operation {
  return { effect, content: grammar(notation), filtered: /\bfilter\b/.test(notation), run };
}

export function ok(...payload: string[]): string {
  return wrap("result", "<status>ok</status>", ...payload);
}

export function failed(refusal: PleskRefusal, ...payload: string[]): string {
  const head = ["<status>error</status>", leaf("errcode", refusal.code), leaf("errtext", refusal.message)];
  return wrap("result", ...head, ...payload);
}

/** Runs one item of an operation: its result, or why it was refused. Other errors are bugs and go through. */
export function attempt(deed: () => string, ...echo: string[]): string {
  try {
    return deed();
  } catch (error) {
    if (error instanceof PleskRefusal) return failed(error, ...echo);
    throw error;
  }
}

/** The given members without those that are undefined, for patches. */
export function given<T extends object>(members: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}
