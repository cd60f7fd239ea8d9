import Link from "next/link";
import { Icon } from "@/app/_ui/icon";
import { May } from "@/app/(console)/may";
import type { Beginning } from "@/db/beginning";
import type { Right } from "@/lib/access/rights";
import { counted } from "@/lib/format";

interface Step {
  title: string;
  text: string;
  href: string | null;
  right: Right;
  button: string;
  /** What has been done of it, in words; null while nothing has. */
  done: string | null;
}

function stepsOf({ servers, mailServer, assigned, domains }: Beginning): Step[] {
  const mail = mailServer === null ? null : `/mail/${mailServer.id}`;
  return [
    {
      title: "Register your Plesk servers",
      text: "The one that shall handle the mail, and those whose mail it shall take over. Registering changes no mail.",
      href: "/servers/new",
      right: "servers.keys",
      button: servers > 0 ? "Register another" : "Register a Plesk server",
      done: servers > 1 ? `${counted(servers, "Plesk server")} registered` : null,
    },
    {
      title: "Add a mail server",
      text: "Choose the Plesk server that becomes a mail server. Only its role changes.",
      href: servers > 0 ? "/mail/add" : null,
      right: "mail-servers.change",
      button: "Add mail server",
      done: mailServer ? `${mailServer.name} is mail server ${mailServer.id}` : null,
    },
    {
      title: "Assign Plesk servers to it",
      text: "You see what would change before anything does, and can take every domain back exactly as it was.",
      href: mail ? `${mail}/assign` : null,
      right: "assign",
      button: "Assign",
      done: assigned > 0 ? `${counted(assigned, "Plesk server")} assigned` : null,
    },
    {
      title: "Watch the first domain arrive",
      text:
        domains > 0
          ? `${counted(domains, "domain")} on the way: built and proven on the mail server first, then the MX moves, then both servers accept until every cache is empty.`
          : "It is built and proven on the mail server, then its MX moves. Both servers accept until every cache is empty.",
      href: assigned > 0 && mail ? mail : null,
      right: "fleet.see",
      button: "Watch",
      done: null,
    },
  ];
}

/** From nothing to the first domain: what to do, in order, what has been done, and the next button. */
export function FirstVisit({ beginning }: { beginning: Beginning }) {
  const steps = stepsOf(beginning);
  const next = steps.findIndex(({ done }) => done === null);
  return (
    <ol className="panel mb-6 max-w-3xl divide-y divide-line" aria-label="First steps">
      {steps.map((step, index) => (
        <li
          key={step.title}
          aria-current={index === next ? "step" : undefined}
          className="flex flex-wrap items-start gap-x-4 gap-y-3 px-5 py-4"
        >
          <span
            aria-hidden="true"
            className={`numeric grid size-7 place-items-center rounded-full font-semibold ${
              step.done
                ? "border border-good text-good"
                : index === next
                  ? "bg-accent text-on-accent"
                  : "border border-line text-soft"
            }`}
          >
            {step.done ? <Icon name="check" size={14} /> : index + 1}
          </span>
          <div className="min-w-0 flex-1 basis-56">
            <h2>{step.title}</h2>
            <p className="text-soft">{step.text}</p>
            {step.done ? <p className="mt-1 text-good">{step.done}</p> : null}
          </div>
          {step.href && (index === next || index === 0) ? (
            <May right={step.right}>
              <Link href={step.href} className={`button ${index === next ? "button-primary" : ""}`}>
                {step.button}
              </Link>
            </May>
          ) : null}
        </li>
      ))}
    </ol>
  );
}
