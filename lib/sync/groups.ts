/** As many as one filter of a panel's protocol holds. */
const TOGETHER = 200;
const AT_ONCE = 4;

/**
 * Works through many items in groups, some groups at once, so that what one group needs while it is being read is gone
 * before the next. Results come in the order of the items. After the first failure, which is thrown, no further group
 * is begun.
 */
export async function inGroups<T, R>(
  items: readonly T[],
  work: (group: readonly T[]) => Promise<readonly R[]>,
): Promise<R[]> {
  const results: (readonly R[])[] = [];
  let next = 0;
  const lane = async () => {
    while (next < items.length) {
      const start = next;
      next += TOGETHER;
      try {
        results[start / TOGETHER] = await work(items.slice(start, start + TOGETHER));
      } catch (error) {
        next = items.length;
        throw error;
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
  return results.flat();
}
