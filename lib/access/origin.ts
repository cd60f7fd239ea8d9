import { env } from "@/lib/env";

/**
 * Whether a request was made by a page of this console. Browsers send `Sec-Fetch-Site` and, with every form, `Origin`;
 * a request that has neither, or one of them that is foreign, is not ours.
 */
export function isOwnRequest(headers: { get(name: string): string | null }): boolean {
  const site = headers.get("sec-fetch-site");
  const origin = headers.get("origin");
  if (origin !== null && !isOwnOrigin(origin, headers.get("host"))) return false;
  return site === null ? origin !== null : site === "same-origin";
}

/** The address that people type, or the one that this browser did: cookies are bound to it, so it lends nobody else's. */
function isOwnOrigin(origin: string, host: string | null): boolean {
  if (origin === env().publicUrl) return true;
  return host !== null && URL.canParse(origin) && new URL(origin).host === host;
}

/** Whether a page of another site has led here: then the browser keeps the session's cookie to itself. */
export function isFromElsewhere(headers: { get(name: string): string | null }): boolean {
  return headers.get("sec-fetch-site") === "cross-site";
}

/** Whether the request asks for a change: a server action, as a form without script or by script. */
export function isChange(headers: { get(name: string): string | null }): boolean {
  return headers.get("next-action") !== null || headers.get("content-type") !== null;
}
