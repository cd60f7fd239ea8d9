import { cookies } from "next/headers";
import { NextRequest } from "next/server";
import NextAuth from "next-auth";
import { url } from "@/app/_ui/listing";
import { authOptions, localPath } from "@/lib/access/auth";
import { isFromElsewhere } from "@/lib/access/origin";
import { requestFacts } from "@/lib/access/session";
import { env } from "@/lib/env";

/**
 * Leads to the identity provider. next-auth wants its own form posted first; here the form is fetched and posted at
 * once, so that a link does and no script is needed. With `proof` the provider asks for the password again.
 */
export async function GET(request: Request): Promise<Response> {
  const { searchParams } = new URL(request.url);
  if (!env().identity) return new Response("No identity provider is set: OIDC_ISSUER.\n", { status: 404 });
  // Signing in is begun here, and by nobody else's link.
  if (isFromElsewhere(request.headers)) return Response.redirect(here("/login"));
  const options = authOptions(await requestFacts(), () => {});
  const ask = (nextauth: string[], path: string, body?: URLSearchParams) =>
    NextAuth(
      new NextRequest(here(path), body ? { method: "POST", body } : {}),
      { params: Promise.resolve({ nextauth }) },
      options,
    ) as Promise<Response>;

  const form = await ask(["csrf"], "/api/auth/csrf");
  const { csrfToken } = (await form.json()) as { csrfToken: string };
  const jar = await cookies();
  for (const cookie of form.headers.getSetCookie()) {
    const [name = "", value = ""] = cookie.split(";", 1)[0]?.split("=") ?? [];
    jar.set(name, decodeURIComponent(value), { httpOnly: true, sameSite: "lax", secure: name.startsWith("__") });
  }
  const again = searchParams.has("proof") ? "?prompt=login&max_age=0" : "";
  // The provider leads back, and so the browser does not send our new cookie yet: the sign-in page leads on.
  const callbackUrl = here(url("/login", { callbackUrl: localPath(searchParams.get("callbackUrl")), arrived: 1 }));
  return ask(["signin", "sso"], `/api/auth/signin/sso${again}`, new URLSearchParams({ csrfToken, callbackUrl }));
}

const here = (path: string) => new URL(path, env().publicUrl).href;
