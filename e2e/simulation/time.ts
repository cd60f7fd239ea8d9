import type { Random } from "@/e2e/fleet/random";

/**
 * The simulation's own time: a clock that stands still while anybody computes and jumps to the next thing due. What is
 * due at the same moment comes in an order drawn from the seed, so that every interleaving has its chance.
 */
export interface Time {
  /** Milliseconds since 1970. */
  now(): number;
  /** Waits so many milliseconds. */
  pass(milliseconds: number): Promise<void>;
  /** Does something later. */
  after(milliseconds: number, deed: () => void): void;
  /** Goes on until `end`, or until `enough` says so after something happened. */
  run(end: number, enough?: () => boolean): Promise<void>;
  /** Called after everything that happened. */
  watch(look: () => void): void;
}

interface Due {
  at: number;
  /** Drawn; decides among those of the same moment. */
  lot: number;
  deed: () => void;
}

export function createTime(random: Random, start: number): Time {
  const heap: Due[] = [];
  const watchers: (() => void)[] = [];
  let now = start;

  const before = (a: Due, b: Due): boolean => a.at < b.at || (a.at === b.at && a.lot < b.lot);

  function push(due: Due): void {
    let place = heap.push(due) - 1;
    while (place > 0) {
      const parent = (place - 1) >> 1;
      if (before(heap[parent] as Due, due)) break;
      heap[place] = heap[parent] as Due;
      place = parent;
    }
    heap[place] = due;
  }

  function pop(): Due | undefined {
    const first = heap[0];
    const last = heap.pop();
    if (!first || !last || heap.length === 0) return first;
    let place = 0;
    for (;;) {
      let child = 2 * place + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && before(heap[child + 1] as Due, heap[child] as Due)) child++;
      if (before(last, heap[child] as Due)) break;
      heap[place] = heap[child] as Due;
      place = child;
    }
    heap[place] = last;
    return first;
  }

  const after = (milliseconds: number, deed: () => void) =>
    push({ at: now + Math.max(0, milliseconds), lot: random.next(), deed });

  return {
    now: () => now,
    after,
    pass: (milliseconds) => new Promise((resolve) => after(milliseconds, resolve)),
    watch: (look) => void watchers.push(look),
    async run(end, enough = () => false) {
      while (heap[0] && heap[0].at <= end) {
        const due = pop() as Due;
        now = due.at;
        due.deed();
        // Everybody whom this woke computes until they all wait again: a tick comes after all promises, and nothing here waits for more.
        await new Promise((resolve) => process.nextTick(resolve));
        for (const look of watchers) look();
        if (enough()) return;
      }
      now = Math.max(now, end);
    },
  };
}
