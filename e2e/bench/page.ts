import { atMost, type Line, median } from "./line";
import { openSite, type Site } from "./site";

const REQUESTS = 300;
const WARM_UP = 50;
const PAGE = "/mail";
/** Signed in, with the navigation and hardly anything below it. */
const EMPTY = "/settings";

/** The start page over many accounts, against a page with hardly anything on it and against itself over few. */
export async function page(): Promise<Line[]> {
  const many = await openSite(200_000);
  const few = await openSite(1_000);
  const times = { many: [] as number[], few: [] as number[], empty: [] as number[] };
  const asked: [number[], Site, string][] = [
    [times.many, many, PAGE],
    [times.few, few, PAGE],
    [times.empty, many, EMPTY],
  ];
  for (let request = 0; request < WARM_UP + REQUESTS; request++)
    for (const [list, site, path] of asked) {
      const start = performance.now();
      if ((await site.visit(path)) === null) throw new Error(`${path} leads elsewhere`);
      if (request >= WARM_UP) list.push(performance.now() - start);
    }
  const [manyTime, fewTime, emptyTime] = [median(times.many), median(times.few), median(times.empty)];
  const what = `${PAGE} with 200 000 accounts, median of ${REQUESTS}`;
  return [
    {
      what,
      measured: milliseconds(manyTime),
      against: `${EMPTY}, same database: ${milliseconds(emptyTime)}`,
      ...atMost(1.5, manyTime, emptyTime),
    },
    {
      what,
      measured: milliseconds(manyTime),
      against: `${PAGE} with 1 000 accounts: ${milliseconds(fewTime)}`,
      ...atMost(1.2, manyTime, fewTime),
    },
  ];
}

const milliseconds = (time: number): string => `${time.toFixed(1)} ms`;
