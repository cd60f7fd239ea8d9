import Link from "next/link";
import { Figure, Figures } from "@/app/_ui/figures";
import { url } from "@/app/_ui/listing";
import type { Server } from "@/db/server";
import { counted } from "@/lib/format";
import type { Sums } from "./role-part";

/** The accounts of an assigned server; each number leads to the list of exactly those. */
export function ServerAccounts({ server, sums }: { server: Server; sums: Sums }) {
  const to = (filter: Record<string, string>) => url("/accounts", { server: server.id, ...filter });
  return (
    <Figures
      label="Accounts"
      below={
        sums.needsPassword > 0 ? (
          <Link href={url("/accounts/passwords", { server: server.id })}>
            {counted(sums.needsPassword, "address needs", "addresses need")} a password
          </Link>
        ) : undefined
      }
    >
      <Figure name="Clients" value={sums.clients} href={to({ kind: "client" })} />
      <Figure
        name="Domains"
        value={sums.domains}
        href={to({ kind: "domain" })}
        note={sums.moving > 0 ? `${sums.moving} moving now` : undefined}
      />
      {server.centralNetStatus === "online" ? (
        <Figure name="Outdated accounts" value={sums.outdated} href={to({ status: "outdated" })} />
      ) : (
        <Figure
          name="Unknown accounts"
          value={sums.clients + sums.domains}
          href={to({ status: "unknown" })}
          note="their mail server cannot be looked at"
        />
      )}
      <Figure name="Problem accounts" value={sums.problems} href={to({ problem: "any" })} bad />
    </Figures>
  );
}
