import type { Stats } from "@/db/stats";

const help: Readonly<Record<keyof Stats, string>> = {
  servers: "Mail servers.",
  problemServers: "Mail servers with a problem.",
  breakers: "Breakers that are open.",
  pleskServers: "Plesk servers that are registered.",
  accounts: "Mail accounts.",
  domains: "Mail accounts of domains.",
  clients: "Mail accounts of clients.",
  problemAccounts: "Mail accounts with a problem.",
  problemDomains: "Domains with a problem.",
  problemClients: "Clients with a problem.",
  moving: "Domains that are on their way.",
  needsPassword: "Mailboxes that wait for a password.",
};

/** Prometheus' text form: each number of the start page as a gauge, and when the worker last looked at any server. */
export function metricsOf(stats: Stats, lastLook: Date | null): string {
  const numbers = (Object.keys(help) as (keyof Stats)[]).map((key) =>
    gauge(
      key.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
      help[key],
      stats[key],
    ),
  );
  const looked = Math.floor((lastLook?.getTime() ?? 0) / 1000);
  return [...numbers, gauge("last_look_timestamp_seconds", "When the worker last looked at any server.", looked)].join(
    "",
  );
}

function gauge(short: string, help: string, value: number): string {
  const name = `centralized_mail_${short}`;
  return `# HELP ${name} ${help}\n# TYPE ${name} gauge\n${name} ${value}\n`;
}
