/** Where something may happen to a worker: before what it sends arrives, or after it had its effect and is answered. */
export const places = [
  "before a packet",
  "after a packet",
  "before a change",
  "after a change",
  "before a statement",
  "after a statement",
  "before a commit",
  "after a commit",
] as const;
export type Place = (typeof places)[number];

/** What is done there, at once; false keeps what passes from arriving. */
export type Act = (pid: number) => Promise<boolean>;

interface Armed {
  place: Place;
  left: number;
  mine: (pid: number) => boolean;
  act: Act;
}

/** Everything that workers send passes here. */
export interface Points {
  pass(place: Place, pid: number): Promise<boolean>;
  /** Acts at the n-th passing of a process that is `mine`, once. Returns what gives it up. */
  arm(place: Place, nth: number, mine: (pid: number) => boolean, act: Act): () => void;
  /** How often a process that is `mine` passes each place from now on. */
  count(mine: (pid: number) => boolean): Record<Place, number>;
}

export function createPoints(): Points {
  const armed = new Set<Armed>();
  const counting: { mine: (pid: number) => boolean; counts: Record<Place, number> }[] = [];
  return {
    async pass(place, pid) {
      for (const { mine, counts } of counting) if (mine(pid)) counts[place] += 1;
      let arrives = true;
      for (const each of armed) {
        if (each.place !== place || !each.mine(pid) || --each.left > 0) continue;
        armed.delete(each);
        if (!(await each.act(pid))) arrives = false;
      }
      return arrives;
    },
    arm(place, nth, mine, act) {
      const each = { place, left: nth, mine, act };
      armed.add(each);
      return () => void armed.delete(each);
    },
    count(mine) {
      const counts = Object.fromEntries(places.map((place) => [place, 0])) as Record<Place, number>;
      counting.push({ mine, counts });
      return counts;
    },
  };
}
