import Link from "next/link";
import { Notice } from "@/app/_ui/notice";
import { Time } from "@/app/_ui/time";
import type { MailServerRow } from "@/db/mail-servers";
import { clause, counted, shortName, some } from "@/lib/format";

/** Mail servers that are down, said before anything else, with what it means for mail. */
export function Troubles({ rows }: { rows: readonly MailServerRow[] }) {
  const down = rows.filter((row) => row.netStatus === "error");
  const [first] = down;
  if (!first) return null;
  const see = (href: string) => (
    <Link href={href} className="button">
      See what to do
    </Link>
  );
  if (down.length === 1) {
    return (
      <Notice
        tone="bad"
        title={`${first.name}: ${clause(first.netCause ?? "it cannot be reached")}.`}
        action={see(`/mail/${first.id}`)}
      >
        {consequence(down)} Since <Time at={first.netSince} as="moment" /> (<Time at={first.netSince} />
        ).
      </Notice>
    );
  }
  const names = down.map((row) => shortName(row.name));
  return (
    <Notice
      tone="bad"
      title={`${counted(down.length, "mail server")} do not answer as they should.`}
      action={see("/mail?problem=any")}
    >
      {some(names)}. {consequence(down)}
    </Notice>
  );
}

function consequence(down: readonly MailServerRow[]): string {
  const sum = (key: "domains" | "clients") => down.reduce((total, row) => total + row[key], 0);
  if (sum("domains") === 0) return "No domain's mail depends on it yet.";
  const whose = `the mail of ${counted(sum("domains"), "domain")} of ${counted(sum("clients"), "client")}`;
  return `${down.length === 1 ? "It handles" : "They handle"} ${whose}; the MX records stay as they are, and senders keep trying.`;
}
