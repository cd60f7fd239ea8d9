import { listWantedZones } from "@/db/wanted-zones";
import { requireRight } from "@/lib/access/session";
import { db } from "@/lib/database";
import { wantedRecords, zoneLines } from "@/lib/wanted-records";
import { accountSearch, filterOf } from "../search";

const batch = 500;

/** The wanted records of every domain of the list, as lines of a zone file: for those whose DNS is not on their server. */
export async function GET(request: Request): Promise<Response> {
  await requireRight("fleet.see");
  const search = await accountSearch(Promise.resolve(Object.fromEntries(new URL(request.url).searchParams)));
  const encoder = new TextEncoder();
  let after: number | undefined;
  const body = new ReadableStream<Uint8Array>({
    async pull(out) {
      const { rows, more } = await listWantedZones(db, filterOf(search), { after, limit: batch });
      for (const { domain, aliases, mxHost } of rows)
        out.enqueue(encoder.encode(`; ${domain}\n${zoneLines(wantedRecords(domain, aliases, mxHost))}\n\n`));
      after = rows.at(-1)?.id;
      if (!more) out.close();
    },
  });
  return new Response(body, {
    headers: {
      "content-type": "text/plain; charset=utf-8",
      "content-disposition": 'attachment; filename="wanted-records.txt"',
      "cache-control": "no-store",
    },
  });
}
