import { randomBytes } from "node:crypto";
import { type NextRequest, NextResponse } from "next/server";
import { refuseBody } from "@/lib/bodies";
import { contentPolicy } from "@/lib/headers";

/**
 * Every request passes here. Pages are told the nonce of their scripts, and the path that was asked for, so that the login
 * page can lead back to it. It lets nobody in: every page and action looks the session up by itself.
 */
export function proxy(request: NextRequest): NextResponse {
  const refusal = refuseBody(request.method, request.headers);
  if (refusal) return new NextResponse(`${refusal.text}\n`, { status: refusal.status });

  const policy = contentPolicy(randomBytes(16).toString("base64"));
  const headers = new Headers(request.headers);
  // Next reads the nonce for its own scripts from the policy that a request comes with.
  headers.set("content-security-policy", policy);
  headers.delete("content-security-policy-report-only");
  headers.delete("x-requested-path");
  headers.set("x-requested-path", request.nextUrl.pathname + request.nextUrl.search);
  return NextResponse.next({ request: { headers }, headers: { "content-security-policy": policy } });
}
