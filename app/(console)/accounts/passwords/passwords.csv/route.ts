import { listNeedingPassword } from "@/db/addresses";
import { requireRight } from "@/lib/access/session";
import { db } from "@/lib/database";
import { csv } from "../../../csv";
import { passwordFilter } from "../place";

type Row = Awaited<ReturnType<typeof listNeedingPassword>>["rows"][number];

/** For those who tell the owners. There is no password in it: nobody knows one. */
export async function GET(request: Request): Promise<Response> {
  await requireRight("fleet.see");
  const filter = passwordFilter(Object.fromEntries(new URL(request.url).searchParams));
  return csv<Row, { accountId: number; name: string }>(
    "need-a-password",
    [
      ["Address", (row) => `${row.name}@${row.domain}`],
      ["Domain", (row) => row.domain],
      ["Plesk server", (row) => row.server],
      ["Set it on", (row) => row.mailServer],
    ],
    (after, limit) => listNeedingPassword(db, filter, { after, limit }),
    ({ accountId, name }) => ({ accountId, name }),
  );
}
