import { meansMissing } from "./assumptions";
import { type Element, filled, Malformed, whole } from "./element";
import { objectId } from "./objects";
import { el, type XmlNode } from "./xml";

export type CallKind = "read" | "change";

/** One operation as it is sent: the operator it stands under and its own node. */
export interface Operation {
  readonly operator: string;
  readonly node: XmlNode;
}

/** Takes a call's results as they stream in. What it throws (Malformed) fails that call alone. */
export interface Collector<T> {
  /** One `<result>` whose status is ok. */
  result(result: Element): void;
  /**
   * One `<result>` that is a refusal with this code: true when it is an answer all the same, such as "no such object".
   * Without this method every refusal fails the call.
   */
  refused?(code: number): boolean;
  /** All results are in. */
  done(): T;
}

/**
 * What a verb returns: a question or a deed in the panel's words, not yet sent. Its operations are sent in order; a
 * call without operations (a list of ids that is empty) is answered without being sent. A `change` names its one
 * target in every operation: no function of this folder builds one with a blank filter.
 */
export interface Call<T, K extends CallKind> {
  readonly kind: K;
  readonly operations: readonly Operation[];
  collect(): Collector<T>;
}

export const read = <T>(operations: readonly Operation[], collect: () => Collector<T>): Call<T, "read"> => ({
  kind: "read",
  operations,
  collect,
});

/** Throws when a filter in it is blank: that would reach every object of the panel. */
export function change<T>(operations: readonly Operation[], collect: () => Collector<T>): Call<T, "change"> {
  for (const operation of operations) refuseBlankFilter(operation.node);
  return { kind: "change", operations, collect };
}

function refuseBlankFilter({ name, content }: XmlNode): void {
  if (name === "filter" && content.length === 0) throw new RangeError("a change with a blank filter cannot be made");
  if (typeof content !== "string") content.forEach(refuseBlankFilter);
}

export const operation = (operator: string, name: string, children: readonly (XmlNode | undefined)[]): Operation => ({
  operator,
  node: el(name, children),
});

/** The blank filter, which selects every object of the panel. Reads only. */
export const everything = el("filter", []);

/** A filter that selects one object. */
export const only = (kind: string, value: string | number): XmlNode => el("filter", [el(kind, value)]);

/** Values in one filter: keeps an operation's answer and its time on the panel moderate. */
const filterValues = 200;

/** Filters that together select these values, at most 200 in each; no filter at all for no values. */
export function filters(kind: string, values: readonly (string | number)[]): XmlNode[] {
  const made: XmlNode[] = [];
  const distinct = [...new Set(values)];
  for (let start = 0; start < distinct.length; start += filterValues)
    made.push(
      el(
        "filter",
        distinct.slice(start, start + filterValues).map((value) => el(kind, value)),
      ),
    );
  return made;
}

/** "ok" with nothing in it: how a panel says that a list is empty. */
export function isBlank({ first }: Element): boolean {
  for (let child = first; child !== null; child = child.next)
    if (child.name !== "status" && child.name !== "filter-id") return false;
  return true;
}

/**
 * Every result is one object, or undefined for one that is not wanted; a blank result is none. `refused` tells which
 * refusals mean "none" as well.
 */
export const list =
  <T>(decode: (result: Element) => T | undefined, refused?: (code: number) => boolean) =>
  (): Collector<T[]> => {
    const found: T[] = [];
    return {
      result(result) {
        const value = isBlank(result) ? undefined : decode(result);
        if (value !== undefined) found.push(value);
      },
      ...(refused && { refused }),
      done: () => found,
    };
  };

/**
 * As `list`, where each of `asked` has one answer: its object, or a refusal or blank result that means "none". An answer
 * that is missing makes the list Malformed: half a list is no list.
 */
export const listOf =
  <T>(asked: number, decode: (result: Element) => T, refused: (code: number) => boolean) =>
  (): Collector<T[]> => {
    const found: T[] = [];
    let answers = 0;
    return {
      result(result) {
        answers += 1;
        if (!isBlank(result)) found.push(decode(result));
      },
      refused(code) {
        answers += 1;
        return refused(code);
      },
      done() {
        if (answers !== asked) throw new Malformed(`${asked} objects were asked for, ${answers} answered`);
        return found;
      },
    };
  };

/** Exactly one result. With `gone`, its value stands for an object that does not exist. */
export const one =
  <T>(decode: (result: Element) => T, gone?: { value: T }) =>
  (): Collector<T> => {
    const found: T[] = [];
    return {
      result: (result) => void found.push(decode(result)),
      ...(gone && { refused: (code) => meansMissing(code) && found.push(gone.value) > 0 }),
      done() {
        const [value] = found;
        if (found.length !== 1) throw new Malformed(`one result was expected, ${found.length} came`);
        return value as T;
      },
    };
  };

/** One result for each operation sent, all ok. */
export const allDone = (operations: readonly Operation[]) => (): Collector<void> => {
  let results = 0;
  return {
    result() {
      results += 1;
    },
    done() {
      if (results !== operations.length)
        throw new Malformed(`${operations.length} results were expected, ${results} came`);
    },
  };
};

/**
 * Objects that were asked for one by one, keyed by what was asked; absent when the panel has no such object. Each
 * question must have its answer, and each answer its question: `keyOf` gives the same key for what was asked and for
 * the object that answers, and is what the filter carries. `asksEach` is how many operations ask for each key.
 */
export const found =
  <A extends string | number, V>(
    asked: readonly A[],
    key: { asked(value: A): string | number; answer(value: V): string | number },
    decode: (result: Element) => V | undefined,
    asksEach = 1,
  ) =>
  (): Collector<Map<A, V>> => {
    const questions = new Map<string | number, A[]>();
    for (const value of new Set(asked)) {
      const alike = questions.get(key.asked(value));
      if (alike) alike.push(value);
      else questions.set(key.asked(value), [value]);
    }
    const values = new Map<A, V>();
    let answers = 0;
    return {
      result(result) {
        answers += 1;
        const value = decode(result);
        if (value === undefined) return;
        const answered = questions.get(key.answer(value));
        if (!answered) throw new Malformed("an object came that nobody asked for");
        for (const question of answered) {
          if (values.has(question)) throw new Malformed(`two objects answer to ${JSON.stringify(question)}`);
          values.set(question, value);
        }
      },
      refused(code) {
        answers += 1;
        return meansMissing(code);
      },
      done() {
        const expected = questions.size * asksEach;
        if (answers !== expected) throw new Malformed(`${expected} objects were asked for, ${answers} answered`);
        return values;
      },
    };
  };

/** The id and guid of an object just made. */
export const made = <K extends string>() => one((result) => ({ id: idIn<K>(result, "id"), guid: guidIn(result) }));

/** The object id in the one child of that name. */
export function idIn<K extends string>(element: Element, name: string) {
  const value = whole(element, name);
  if (value < 1 || value > 2_147_483_647) throw new Malformed(`<${name}> in <${element.name}> is not an object id`);
  return objectId<K>(value);
}

/** The guid of an object in lower case. */
export function guidIn(element: Element): string {
  return filled(element, "guid").toLowerCase();
}
