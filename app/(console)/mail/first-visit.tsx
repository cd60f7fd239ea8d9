import Link from "next/link";
import { May } from "@/app/(console)/may";
import { counted } from "@/lib/format";

/** The empty start page: what to do, in order. */
export function FirstVisit({ servers }: { servers: number }) {
  const steps = [
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
      href: "/mail/add",
      right: "mail-servers.change",
      button: "Add mail server",
      done: null,
    },
    {
      title: "Assign Plesk servers to it",
      text: "You see what would change before anything does, and can take every domain back exactly as it was.",
      href: null,
      right: "assign",
      button: null,
      done: null,
    },
  ] as const;
  const next = servers > 1 ? 1 : 0;
  return (
    <ol className="panel max-w-3xl divide-y divide-line">
      {steps.map((step, index) => (
        <li key={step.title} className="flex flex-wrap items-start gap-x-4 gap-y-3 px-5 py-4">
          <span
            aria-hidden="true"
            className={`numeric grid size-7 place-items-center rounded-full font-semibold ${
              index === next ? "bg-accent text-on-accent" : "border border-line text-soft"
            }`}
          >
            {index + 1}
          </span>
          <div className="min-w-0 flex-1 basis-56">
            <h2>{step.title}</h2>
            <p className="text-soft">{step.text}</p>
            {step.done ? <p className="mt-1 text-good">{step.done}</p> : null}
          </div>
          {step.href && ((index <= 1 && servers > 0) || index === 0) ? (
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
