/** Our own set, drawn on 24 by 24 with one stroke. */
const paths = {
  account: "M9 11a4 4 0 1 0 0-8 4 4 0 0 0 0 8Zm-7 10a7 7 0 0 1 14 0m0-17.5a4 4 0 0 1 0 7.5m2 3.3a7 7 0 0 1 4 6.7",
  activity: "M2 12h4l3-8 5 16 3-8h5",
  add: "M12 5v14M5 12h14",
  alert: "M12 8v5m0 3.2v.1M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18Z",
  arrowDown: "M12 5v14m-5-5 5 5 5-5",
  arrowUp: "M12 19V5M7 10l5-5 5 5",
  check: "m5 12.5 4.5 4.5L19 7.5",
  clock: "M12 7v5l3.2 2M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18Z",
  done: "m8 12.2 2.8 2.8L16 9.5M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18Z",
  external: "M14 4h6v6m0-6-9 9M18 14v5a1 1 0 0 1-1 1H5a1 1 0 0 1-1-1V7a1 1 0 0 1 1-1h5",
  key: "M14.5 9.5 21 3m-3 3 2.5 2.5M15.5 8.500l2 2M8 21a5 5 0 1 0 0-10 5 5 0 0 0 0 10Zm3.5-8.5 3-3",
  left: "m14 6-6 6 6 6",
  mail: "M3 6h18v12H3zm0 .5 9 7 9-7",
  menu: "M4 7h16M4 12h16M4 17h16",
  moon: "M20 14.500A8.5 8.5 0 0 1 9.5 4 8.5 8.5 0 1 0 20 14.500Z",
  pause: "M9 8v8m6-8v8M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18Z",
  remove: "M8 12h8m-4 9a9 9 0 1 0 0-18 9 9 0 0 0 0 18Z",
  right: "m10 6 6 6-6 6",
  search: "M11 18a7 7 0 1 0 0-14 7 7 0 0 0 0 14Zm5-2 5 5",
  server: "M3 4h18v7H3zm0 9h18v7H3zm4-5.500v.1m0 8.900v.1m4-9h6m-6 9h6",
  settings:
    "M12 15a3 3 0 1 0 0-6 3 3 0 0 0 0 6Zm0-13v3m0 14v3M2 12h3m14 0h3M4.9 4.9 7 7m10 10 2.1 2.100M4.9 19.1 7 17M17 7l2.1-2.1",
  sun: "M12 16a4 4 0 1 0 0-8 4 4 0 0 0 0 8Zm0-14v2m0 16v2M2 12h2m16 0h2M5 5l1.5 1.500m11 11L19 19M5 19l1.5-1.500m11-11L19 5",
  sync: "M20 11a8 8 0 0 0-14.5-4L3 10m0-6v6h6m-5 3a8 8 0 0 0 14.5 4L21 14m0 6v-6h-6",
  system: "M3 4h18v12H3zm5 16h8m-4-4v4",
  unknown: "M9.6 9.300a2.5 2.5 0 1 1 3.6 2.300c-.8.4-1.2 1-1.2 1.900m0 2.700v.1M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18Z",
  warning: "M12 4 2.5 20h19zm0 6v4.500m0 2.500v.1",
} as const;

export type IconName = keyof typeof paths;

export function Icon({ name, size = 16, className = "" }: { name: IconName; size?: number; className?: string }) {
  return (
    <svg
      aria-hidden="true"
      className={`shrink-0 ${className}`}
      fill="none"
      height={size}
      stroke="currentColor"
      strokeLinecap="round"
      strokeLinejoin="round"
      strokeWidth="1.9"
      viewBox="0 0 24 24"
      width={size}
    >
      <path d={paths[name]} />
    </svg>
  );
}
