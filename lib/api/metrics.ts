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

/** Prometheus' text form: each number of the start page as a gauge. */
export function metricsOf(stats: Stats): string {
  return (Object.keys(help) as (keyof Stats)[])
    .map((key) => {
      const name = `centralized_mail_${key.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}`;
      return `# HELP ${name} ${help[key]}\n# TYPE ${name} gauge\n${name} ${stats[key]}\n`;
    })
    .join("");
}
