import type { Guard } from "@/db/guards";
import { count } from "./format";

/** What a guard is called in a sentence: on pages, and where people are told while they are not looking. */
export function guardTitle({ kind, server }: Pick<Guard, "kind" | "server">): string {
  const whose = server ?? "the fleet";
  switch (kind) {
    case "restored":
      return "The console only looks: its database was restored.";
    case "stopped":
      return "All changes are stopped.";
    case "breaker":
      return `The breaker of ${whose} is open.`;
    case "certificate":
      return `${whose} showed another certificate than the confirmed one.`;
    case "quarantine":
      return `${whose} is in quarantine.`;
    case "maintenance":
      return `${whose} is in maintenance.`;
    case "budget":
      return `The change budget of ${whose} is used up.`;
  }
}

/** How it came about, in a sentence; empty where its name says it all. */
export function guardCause({ kind, why, by }: Pick<Guard, "kind" | "why" | "by">): string {
  switch (kind) {
    case "stopped":
      return `${by} pressed the stop switch.`;
    case "certificate":
      return `Its fingerprint is ${why}.`;
    case "quarantine":
      return why || "It has far fewer objects than at the last look.";
    case "maintenance":
      return by ? `${by} has begun it.` : "";
    case "budget":
      return `${count(Number(why))} changes of mail flow were made within an hour.`;
    default:
      return why;
  }
}
