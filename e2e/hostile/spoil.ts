/** Numbers from a seed. */
export function chance(seed: number) {
  let state = seed >>> 0;
  const below = (limit: number) => {
    state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
  return { below, one: <T>(of: readonly T[]): T => of[below(of.length)] as T };
}
export type Chance = ReturnType<typeof chance>;

const foreign = [
  "<x/>",
  "<result/>",
  "<result><status>ok</status></result>",
  "<status>ok</status>",
  "<system><status>ok</status></system>",
  "<__proto__>1</__proto__>",
  "<constructor/>",
  "<id>-1</id>",
  "<id>999999999999999999999</id>",
  "<id>1e3</id>",
  "<id>0x10</id>",
  "&a;",
  "&#0;",
  "&#x110000;",
  "<!DOCTYPE a [<!ENTITY a 'b'>]>",
  "<![CDATA[]]>",
  "<!-- x -->",
  "<?x y?>",
  "\u0000",
  "\ufffe",
  "]]>",
  "<packet>",
  "</packet>",
  "\u202e",
  "<a b='",
  "--",
];

/** Each spoils an answer in a way of its own. */
export const spoilers: ((answer: string, by: Chance, other: string) => string)[] = [
  (answer, by) => answer.slice(0, by.below(answer.length)),
  (answer, by) => answer.slice(by.below(answer.length)),
  (answer, by) => insert(answer, by, String.fromCharCode(by.below(256))),
  (answer, by) => insert(answer, by, by.one(foreign)),
  (answer, by, other) => insert(answer, by, elementOf(other, by)),
  (answer, by) => insert(answer, by, elementOf(answer, by)),
  (answer, by) => answer.replace(elementOf(answer, by), ""),
  (answer, by) => answer.replace(elementOf(answer, by), by.one(foreign)),
  (answer, by, other) => answer.slice(0, by.below(answer.length)) + other.slice(by.below(other.length)),
  (answer, by) =>
    answer.replace(
      by.one([/ok/, /status/, /result/, /<id>\d+/, /\d/, /packet/, /<\/?\w/]),
      by.one(["error", "OK", "okay", "", "<", "0", "9".repeat(400)]),
    ),
  (answer, by) => swap(answer, elementOf(answer, by), elementOf(answer, by)),
  (answer, by) =>
    `${by.one(["\ufeff", " ", "<!DOCTYPE packet>", "<html>", "HTTP/1.1 200 OK\r\n\r\n", "<packet/>"])}${answer}`,
  (answer, by) => `${answer}${by.one([" ", answer, "<packet/>", "x", "\u0000", "<!-- -->"])}`,
  (answer, by) =>
    insert(
      answer,
      by,
      by.one(["<a>".repeat(200), "<a/>".repeat(2_000), "&amp;".repeat(5_000), " ".repeat(50_000), "x".repeat(50_000)]),
    ),
];

const insert = (answer: string, by: Chance, what: string) => {
  const at = by.below(answer.length);
  return answer.slice(0, at) + what + answer.slice(at);
};
const elementOf = (answer: string, by: Chance) =>
  by.one(answer.match(/<(\w[\w-]*)>[^<]*<\/\1>|<(\w[\w-]*)\b[^>]*\/>|<result>.*?<\/result>/gs) ?? [""]);
const swap = (answer: string, one: string, two: string) =>
  answer.replace(one, "\u0001").replace(two, one).replace("\u0001", two);
