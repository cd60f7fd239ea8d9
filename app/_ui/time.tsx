import { cookies, headers } from "next/headers";
import { cache, use } from "react";
import { exact, moment, type Reader, relative, timeOfDay } from "@/lib/format";

/** The browser's language, and the time zone that its script left in a cookie; UTC until then. */
export const reader = cache(async (): Promise<Reader> => {
  const stored = (await cookies()).get("zone")?.value ?? "UTC";
  const said = (await headers()).get("accept-language")?.split(",")[0]?.split(";")[0]?.trim() ?? "en-GB";
  try {
    const who = { locale: said.startsWith("en") ? "en-GB" : said, zone: decodeURIComponent(stored) };
    timeOfDay(new Date(), who);
    return who;
  } catch {
    return { locale: "en-GB", zone: "UTC" };
  }
});

/** "3 min ago" with the exact time as its title; `as="moment"` writes the time itself instead ("3 Nov, 14:02"). */
export function Time({ at, as = "relative" }: { at: Date; as?: "relative" | "moment" }) {
  // Not awaited: lists have many of them, and a component that awaits is sent in a piece of its own.
  const who = use(reader());
  const now = new Date();
  return (
    <time dateTime={at.toISOString()} title={exact(at, who)} className="whitespace-nowrap">
      {as === "moment" ? moment(at, now, who) : relative(at, now)}
    </time>
  );
}
