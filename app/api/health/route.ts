import { touchDatabase } from "@/db/health";
import { db } from "@/lib/database";

export const dynamic = "force-dynamic";

const patience = 3_000;

/** For load balancers and the start command: 200 while pages can be served, 503 while the database is away. */
export async function GET(): Promise<Response> {
  let timer: NodeJS.Timeout | undefined;
  const tooLong = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error("The database does not answer.")), patience);
  });
  const status = await Promise.race([touchDatabase(db), tooLong]).then(
    () => 200,
    () => 503,
  );
  clearTimeout(timer);
  const body = { status: status === 200 ? "ok" : "database unavailable" };
  return Response.json(body, { status, headers: { "cache-control": "no-store" } });
}
