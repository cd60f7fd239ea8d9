import { listTrail, type TrailEntry } from "@/db/trail";
import { requireRight } from "@/lib/access/session";
import { db } from "@/lib/database";
import { csv } from "../../csv";
import { trailFilter, trailSearch } from "../search";

export async function GET(request: Request): Promise<Response> {
  await requireRight("trail.see");
  const filter = trailFilter(await trailSearch(Promise.resolve(Object.fromEntries(new URL(request.url).searchParams))));
  return csv<TrailEntry>(
    "audit-trail",
    [
      ["When", (entry) => entry.at],
      ["Who", (entry) => entry.actor],
      ["Event", (entry) => entry.event],
      ["Target", (entry) => entry.target],
      ["Details", (entry) => JSON.stringify(entry.detail)],
      ["Link", (entry) => entry.link],
      ["Hash", (entry) => entry.hash],
    ],
    (after, limit) => listTrail(db, filter, { after, limit }),
    (entry) => entry.id,
  );
}
