import Link from "next/link";
import type { Role as RoleName, ServerRow } from "@/db/servers";

export const roleWords: Record<RoleName, string> = {
  none: "No role",
  "mail-server": "Mail server",
  assigned: "Assigned",
};

/** What a Plesk server is here, with the way to its mail server. */
export function Role({
  server,
}: {
  server: Pick<ServerRow, "mailServerId" | "assignedTo" | "assignedToName" | "wish">;
}) {
  if (server.mailServerId !== null)
    return (
      <>
        <Link href={`/mail/${server.mailServerId}`} className="hover:text-ink">
          Mail server
        </Link>{" "}
        <span className="text-faint">ID {server.mailServerId}</span>
      </>
    );
  if (server.assignedTo === null) return <span className="text-faint">No role</span>;
  return (
    <>
      {server.wish === "deassigned" ? "Leaving" : "Assigned to"}{" "}
      <Link href={`/mail/${server.assignedTo}`} className="font-medium hover:text-ink">
        {server.assignedToName}
      </Link>
    </>
  );
}
