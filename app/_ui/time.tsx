import { cookies, headers } from "next/headers";
import { cache } from "react";
import { exact, moment, type Reader, relative } from "@/lib/format";

/** The browser's language, and the time zone that its script left in a cookie; UTC until then. */
export const reader = cache(async (): Promise<Reader> => {
  const stored = (await cookies()).get("zone")?.value ?? "UTC";
  const locale = (await headers()).get("accept-language")?.split(",")[0]?.split(";")[0]?.trim() ?? "en-GB";
  try {
    const zone = decodeURIComponent(stored);
    new Intl.DateTimeFormat(locale, { timeZone: zone });
    return { locale: locale.startsWith("en") ? "en-GB" : locale, zone };
  } catch {
    return { locale: "en-GB", zone: "UTC" };
  }
});

/** "3 min ago" with the exact time as its title; `as="moment"` writes the time itself instead ("3 Nov, 14:02"). */
export async function Time({ at, as = "relative" }: { at: Date; as?: "relative" | "moment" }) {
  const who = await reader();
  const now = new Date();
  return (
    <time dateTime={at.toISOString()} title={exact(at, who)} className="whitespace-nowrap">
      {as === "moment" ? moment(at, now, who) : relative(at, now)}
    </time>
  );
}
