import type { AssignedServer } from "@/db/assignments";
import type { MailServerRow } from "@/db/mail-servers";
import { counted, shortName } from "@/lib/format";

const shown = 9;
const row = 24;

type Look = "good" | "bad" | "busy" | "unknown";
const fills: Record<Look, string> = { good: "fill-good", bad: "fill-bad", busy: "fill-accent", unknown: "fill-edge" };
const lines: Record<Look, string> = {
  good: "stroke-edge",
  bad: "stroke-bad",
  busy: "stroke-accent",
  unknown: "stroke-edge",
};

const look = (server: Pick<AssignedServer, "netStatus" | "quarantinedAt" | "certificateChangedAt" | "moving">): Look =>
  server.netStatus === "error" || server.quarantinedAt || server.certificateChangedAt
    ? "bad"
    : server.netStatus === "unknown"
      ? "unknown"
      : server.moving > 0
        ? "busy"
        : "good";

/** Whose mail comes together here: the assigned servers on the left, the mail server on the right. */
export function FleetMap({ mail, assigned }: { mail: MailServerRow; assigned: readonly AssignedServer[] }) {
  const first = assigned.slice(0, shown);
  const height = Math.max(2, first.length) * row;
  const middle = height / 2;
  const own: Look = mail.netStatus === "error" ? "bad" : mail.netStatus === "unknown" ? "unknown" : "good";
  return (
    <figure>
      <svg
        viewBox={`0 0 288 ${height}`}
        className="block w-full text-[12px]"
        role="img"
        aria-label={describe(mail, assigned)}
      >
        {first.map((server, index) => {
          const y = (height / first.length) * (index + 0.5);
          const state = look(server);
          return (
            <g key={server.serverId}>
              <path
                d={`M112 ${y}C150 ${y} 150 ${middle} 186 ${middle}`}
                fill="none"
                className={lines[state]}
                strokeDasharray={state === "unknown" || state === "bad" ? "3 3" : undefined}
              />
              <circle cx="107" cy={y} r="4" className={fills[state]} />
              <text x="97" y={y + 4} textAnchor="end" className="fill-ink">
                {shortName(server.name, 14)}
              </text>
            </g>
          );
        })}
        <circle cx="191" cy={middle} r="5.5" className={fills[own]} />
        <text x="203" y={middle + 4} className="fill-ink font-semibold">
          {shortName(mail.name, 11)}
        </text>
      </svg>
      <figcaption className="mt-1 text-[0.93em] text-faint">
        {assigned.length > shown ? `and ${assigned.length - shown} more · ` : ""}
        {counted(assigned.length, "Plesk server")}, {counted(mail.domains, "domain")}
        {mail.moving > 0 ? `, ${mail.moving} moving` : ""}
      </figcaption>
    </figure>
  );
}

function describe(mail: MailServerRow, assigned: readonly AssignedServer[]): string {
  const bad = assigned.filter((server) => look(server) === "bad").map((server) => server.name);
  const state = bad.length > 0 ? `; in trouble: ${bad.join(", ")}` : "";
  return `${counted(assigned.length, "Plesk server")} assigned to ${mail.name}${state}.`;
}
