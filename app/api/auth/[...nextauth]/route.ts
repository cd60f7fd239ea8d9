import { cookies } from "next/headers";
import type { NextRequest } from "next/server";
import NextAuth from "next-auth";
import { authOptions } from "@/lib/auth";
import { isOwnRequest } from "@/lib/origin";
import { keepDevice, requestFacts } from "@/lib/session";

type Context = { params: Promise<{ nextauth: string[] }> };

async function handle(request: NextRequest, context: Context): Promise<Response> {
  if (request.method !== "GET" && !isOwnRequest(request.headers))
    return new Response("This was asked by another site, and nothing was done.\n", { status: 403 });
  const jar = await cookies();
  const options = authOptions(await requestFacts(), ({ device }) => {
    if (device) keepDevice(jar, device);
  });
  return NextAuth(request, context, options);
}

export { handle as GET, handle as POST };
