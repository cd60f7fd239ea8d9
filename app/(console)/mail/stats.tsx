import Link from "next/link";
import { Figure, Figures } from "@/app/_ui/figures";
import type { Stats } from "@/db/stats";
import { count, counted } from "@/lib/format";

/** Two rows of four numbers. Colour only where something is wrong. */
export function StatsView({ stats }: { stats: Stats }) {
  const passwords = stats.needsPassword > 0 && (
    <>
      <Link href="/accounts/passwords" className="text-accent">
        {counted(stats.needsPassword, "address needs", "addresses need")} a password
      </Link>{" "}
      to be set on the mail server: theirs could not be taken along.
    </>
  );
  const moving = stats.moving > 0 ? `${count(stats.moving)} moving now` : null;
  return (
    <Figures label="Centralized Mail Stats" below={passwords}>
      <Figure name="Total servers" value={stats.servers} href="/mail" note="mail servers" />
      <Figure name="Total accounts" value={stats.accounts} href="/accounts" note="domains and clients" />
      <Figure name="Total domains" value={stats.domains} href="/accounts?kind=domain" note={moving} />
      <Figure name="Total clients" value={stats.clients} href="/accounts?kind=client" />
      <Figure name="Problem servers" value={stats.problemServers} href="/mail?problem=any" bad />
      <Figure name="Problem accounts" value={stats.problemAccounts} href="/accounts?problem=any" bad />
      <Figure name="Problem domains" value={stats.problemDomains} href="/accounts?kind=domain&problem=any" bad />
      <Figure name="Problem clients" value={stats.problemClients} href="/accounts?kind=client&problem=any" bad />
    </Figures>
  );
}
