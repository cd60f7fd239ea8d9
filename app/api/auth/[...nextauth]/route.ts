import { cookies } from "next/headers";
import type { NextRequest } from "next/server";
import NextAuth from "next-auth";
import { authOptions } from "@/lib/access/auth";
import { isOwnRequest } from "@/lib/access/origin";
import { keepDevice, requestFacts } from "@/lib/access/session";

type Context = { params: Promise<{ nextauth: string[] }> };

async function handle(request: NextRequest, context: Context): Promise<Response> {
  if (request.method !== "GET" && !isOwnRequest(request.headers))
    return new Response("This was asked by another site, and nothing was done.\n", { status: 403 });
  // next-auth reads these two, and breaks down over JSON that is none; what signs in here sends forms.
  if (request.method === "POST" && /json/i.test(request.headers.get("content-type") ?? ""))
    return new Response("Send a form, as application/x-www-form-urlencoded.\n", { status: 415 });
  const jar = await cookies();
  const options = authOptions(await requestFacts(), ({ device }) => {
    if (device) keepDevice(jar, device);
  });
  return NextAuth(request, context, options);
}

export { handle as GET, handle as POST };
