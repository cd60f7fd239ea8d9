import { type NextRequest, NextResponse } from "next/server";

/**
 * Tells pages which path was asked for, so that the login page can lead back to it. It gates nothing: every page and
 * action looks the session up by itself.
 */
export function proxy(request: NextRequest): NextResponse {
  const headers = new Headers(request.headers);
  headers.delete("x-requested-path");
  headers.set("x-requested-path", request.nextUrl.pathname + request.nextUrl.search);
  return NextResponse.next({ request: { headers } });
}

export const config = { matcher: ["/((?!_next/|api/|login|setup|favicon).*)"] };
