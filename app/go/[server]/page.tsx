import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { z } from "zod";
import { Front } from "@/app/_ui/front";
import { type SearchParams, single } from "@/app/_ui/listing";
import { OpenPanel } from "@/app/(console)/open-panel";
import { findLandingAccount, getLanding } from "@/db/landing";
import { requireRight } from "@/lib/access/session";
import { db } from "@/lib/database";
import { Account, PanelIsForOthers } from "./account";

// The address tells which customer is looked at: it must not leave in a Referer.
export const metadata: Metadata = { title: "Mail", referrer: "no-referrer" };
export const dynamic = "force-dynamic";

const id = z.coerce.number().int().positive().max(2_147_483_647);
const appended = z.object({
  dom_id: id.optional().catch(undefined),
  dom_name: z.string().max(255).optional().catch(undefined),
  cl_id: id.optional().catch(undefined),
});

/** Where the Mail button inside Plesk lands. What Plesk appends is not signed: it chooses where, never who. */
export default async function Go({
  params,
  searchParams,
}: {
  params: Promise<{ server: string }>;
  searchParams: SearchParams;
}) {
  await requireRight("fleet.see");
  const serverId = id.safeParse((await params).server);
  const landing = serverId.success ? await getLanding(db, serverId.data) : null;
  if (!landing) notFound();
  const { dom_id, dom_name, cl_id } = appended.parse(await single(searchParams));
  const { server, mailServer, mailServerId, centralServerId } = landing;
  if (mailServerId === null || centralServerId === null || mailServer === null) {
    return (
      <Front title={`${server} handles its own mail`}>
        <p className="text-soft">It is not assigned to a mail server, so its mail is where it has always been.</p>
        <Link href={`/servers/${landing.serverId}`} className="button">
          Go to {server}
        </Link>
      </Front>
    );
  }
  const target = { domainId: dom_id, domainName: dom_name, clientId: cl_id };
  const account = await findLandingAccount(db, landing.serverId, target);
  if (account) return <Account {...{ account, server, mailServer, centralServerId }} />;
  return (
    <Front title={`Mail of ${server}`}>
      <p className="text-soft [overflow-wrap:anywhere]">
        {dom_name ? `${dom_name} has no mail account yet; it is made at the next synchronization. ` : null}
        {mailServer} handles the mail of {server}.
      </p>
      <OpenPanel serverId={centralServerId} className="button button-primary" otherwise={<PanelIsForOthers />}>
        Open {mailServer}
      </OpenPanel>
      <Link href={`/mail/${mailServerId}`} className="button">
        See the mail server here
      </Link>
    </Front>
  );
}
