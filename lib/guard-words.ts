import type { Guard } from "@/db/guards";

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
    case "quarantine":
      return `${whose} is in quarantine.`;
    case "maintenance":
      return `${whose} is in maintenance.`;
    case "budget":
      return `The change budget of ${whose} is used up.`;
  }
}
