import { Panel } from "@/app/_ui/page";
import { shortName } from "@/lib/format";
import type { PreviewWish } from "./preview";

/** What happens in which order, from the first record to the last switch. */
export function Order({
  mailServer,
  servers,
  wish,
}: {
  mailServer: string;
  servers: readonly string[];
  wish: "assigned" | "deassigned";
}) {
  const central = shortName(mailServer);
  const source = servers.length === 1 ? shortName(servers[0] ?? "") : "the assigned server";
  const order =
    wish === "assigned"
      ? [
          "Record how everything is now",
          `Build clients, domains and addresses on ${central}`,
          `Prove that ${central} accepts every address`,
          "Add the new MX, see it at every name server, then take the old one away",
          "Both servers accept until caches are empty",
          `Local mail off on ${source}`,
        ]
      : [
          `Local mail on again on ${source}`,
          `Create at home what was born on ${central}`,
          `Prove that ${source} accepts every address`,
          "Add the recorded MX, see it at every name server, then take ours away",
          "Both servers accept until caches are empty",
          `Switch the domains off on ${central}, and keep them`,
          "Compare every field with what was recorded",
        ];
  return (
    <Panel title="In this order">
      <ol className="grid gap-1.5">
        {order.map((step, index) => (
          <li key={step} className="grid grid-cols-[1.75rem_minmax(0,1fr)]">
            <span className="numeric text-faint">{index + 1}</span>
            <span>{step}</span>
          </li>
        ))}
      </ol>
    </Panel>
  );
}

const unchanged: Record<PreviewWish, string> = {
  assigned:
    "No mailbox, message, domain or client is deleted, here or there. Deassigning restores exactly what is recorded in step 1.",
  deassigned:
    "No mailbox, message, domain or client is deleted. What is on the mail server stays there, switched off, with every message.",
  synchronize:
    "No mailbox, message, domain or client is deleted. What is missing on the assigned server is marked, not removed.",
};

export function Unchanged({ wish }: { wish: PreviewWish }) {
  return (
    <Panel title="What does not change">
      <p className="text-soft">{unchanged[wish]}</p>
    </Panel>
  );
}
