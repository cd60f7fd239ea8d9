/** Runs at most `width` tasks at once, the others in the order they came. */
export function createLanes(width: number): <T>(task: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = [];
  let running = 0;
  return async (task) => {
    if (running < width) running += 1;
    else await new Promise<void>((go) => waiting.push(go));
    try {
      return await task();
    } finally {
      const next = waiting.shift();
      // The lane passes on, so a newcomer cannot overtake.
      if (next) next();
      else running -= 1;
    }
  };
}
