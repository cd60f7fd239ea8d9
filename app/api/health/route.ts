import { lastLook, touchDatabase } from "@/db/health";
import { db } from "@/lib/database";
import { env } from "@/lib/env";
import { silentSince } from "@/lib/silence";

export const dynamic = "force-dynamic";

const patience = 3_000;

/**
 * For load balancers and the start command: 200 while pages can be served, 503 while the database is away. For monitoring,
 * with `?worker`: 503 also while the worker looks at no server.
 */
export async function GET(request: Request): Promise<Response> {
  let timer: NodeJS.Timeout | undefined;
  const tooLong = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error("The database does not answer.")), patience);
  });
  const asked = new URL(request.url).searchParams.has("worker") ? silence() : touchDatabase(db).then(() => null);
  const fault = await Promise.race([asked, tooLong]).catch(() => "database unavailable");
  clearTimeout(timer);
  return Response.json(
    { status: fault ?? "ok" },
    { status: fault === null ? 200 : 503, headers: { "cache-control": "no-store" } },
  );
}

async function silence(): Promise<string | null> {
  const since = silentSince(await lastLook(db), new Date(), env().probeSeconds);
  return since && `the worker has looked at no server since ${since.toISOString()}`;
}
