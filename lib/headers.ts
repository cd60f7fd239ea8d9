import { subscribe } from "node:diagnostics_channel";
import type { IncomingMessage, ServerResponse } from "node:http";

/** Files whose names change with their content, and the icon: the only answers that may be kept. */
const fixed = /^\/(_next\/static\/|icon\.svg(\?|$))/;

const year = 365 * 86_400;

/** What a browser may do for a page of ours: nothing of these. */
const refusedAbilities = [
  ...["accelerometer", "autoplay", "browsing-topics", "camera", "display-capture", "encrypted-media"],
  ...["fullscreen", "geolocation", "gyroscope", "hid", "idle-detection", "magnetometer", "microphone", "midi"],
  ...["payment", "picture-in-picture", "screen-wake-lock", "serial", "usb", "xr-spatial-tracking"],
];

/**
 * What an answer may load. Nothing, unless it is a page: its scripts run by the nonce of this one answer, and what they
 * load with them; styles and everything else are the console's own files. Nobody may frame anything. Forms may go to any
 * https address, because a one-time session is posted to the panel that it is for.
 */
export function contentPolicy(nonce?: string): string {
  const page = [
    `script-src 'nonce-${nonce}' 'strict-dynamic'`,
    "style-src 'self'",
    "font-src 'self'",
    "img-src 'self'",
    "connect-src 'self'",
  ];
  return [
    "default-src 'none'",
    ...(nonce ? page : []),
    `form-action ${nonce ? "'self' https:" : "'none'"}`,
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join("; ");
}

/** What every answer says besides its content. `secure`: people open the console by https. */
export function protectiveHeaders(path: string, secure: boolean): Record<string, string> {
  return {
    "content-security-policy": contentPolicy(),
    ...(secure && { "strict-transport-security": `max-age=${2 * year}; includeSubDomains` }),
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    // Not "no-referrer": a form without script would then be sent with the origin "null", and be refused.
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "origin-agent-cluster": "?1",
    "permissions-policy": refusedAbilities.map((ability) => `${ability}=()`).join(", "),
    "x-permitted-cross-domain-policies": "none",
    "x-dns-prefetch-control": "off",
    ...(!fixed.test(path) && { "cache-control": "no-store" }),
  };
}

/**
 * Puts them on every answer of this process before anybody else hears of the request: Next answers some by itself, such
 * as addresses that it cannot read, and its own list of headers is not asked then.
 */
export function protectEveryAnswer(secure: boolean): void {
  subscribe("http.server.request.start", (message) => {
    const { request, response } = message as { request: IncomingMessage; response: ServerResponse };
    for (const [name, value] of Object.entries(protectiveHeaders(request.url ?? "", secure)))
      response.setHeader(name, value);
  });
}
