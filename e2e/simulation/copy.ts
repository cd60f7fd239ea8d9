/** A copy of rows, as a connection would bring them. Takes a small part of `structuredClone`'s time. */
export function copyOf<T>(value: T): T {
  return copied(value) as T;
}

function copied(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(copied);
  if (value instanceof Date) return new Date(value);
  if (value instanceof Set) return new Set(value);
  if (value instanceof Map) {
    const map = new Map();
    for (const [key, each] of value) map.set(key, copied(each));
    return map;
  }
  if (Object.getPrototypeOf(value) !== Object.prototype)
    throw new Error(`${value.constructor.name} is not part of a row`);
  const row: Record<string, unknown> = {};
  for (const key of Object.keys(value)) row[key] = copied((value as typeof row)[key]);
  return row;
}
