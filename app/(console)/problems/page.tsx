import type { Metadata } from "next";
import { PageHeader } from "@/app/_ui/page";
import { Status } from "@/app/_ui/status";
import { listFailed } from "@/db/breakers";
import { listFailingChannels } from "@/db/channels";
import { listOpenGuards } from "@/db/guards";
import { countByProblem, listExamples, listTroubledServers } from "@/db/problems";
import { requireRight } from "@/lib/access/session";
import { db } from "@/lib/database";
import { counted } from "@/lib/format";
import { problem } from "@/lib/problems";
import { numbers } from "../numbers";
import { Cause } from "./cause";
import { Contents } from "./contents";
import { type HeldUp, HeldUpChanges } from "./held-up";
import { TroubledServers } from "./troubled-servers";
import { Untold } from "./untold";

export const metadata: Metadata = { title: "Problems" };
export const dynamic = "force-dynamic";

export default async function Problems() {
  await requireRight("fleet.see");
  const [guards, servers, causes, stats, untold] = await Promise.all([
    listHeldUp(),
    listTroubledServers(db),
    countByProblem(db),
    numbers(),
    listFailingChannels(db),
  ]);
  const examples = await Promise.all(causes.map(({ code }) => listExamples(db, code, 5)));
  const accounts = causes.reduce((sum, cause) => sum + cause.count, 0);
  const words = [
    stats.problemServers > 0 ? counted(stats.problemServers, "mail server") : "",
    accounts > 0 ? counted(accounts, "account") : "",
  ].filter(Boolean);
  return (
    <>
      <PageHeader
        title="Problems"
        status={words.length > 0 ? <span className="text-soft">{words.join(" · ")}</span> : undefined}
      />
      <Untold channels={untold} />
      {guards.length + servers.length + causes.length === 0 ? <AllWell /> : null}
      <Contents
        parts={[
          { place: "held-up", name: "Changes are held up", count: guards.length },
          { place: "servers", name: "Servers", count: servers.length },
          ...causes.map(({ code, count }) => ({ place: code, name: problem(code).title, count })),
        ]}
      />
      <HeldUpChanges guards={guards} />
      <TroubledServers servers={servers} />
      {causes.map((cause, index) => (
        <Cause key={cause.code} cause={cause} examples={examples[index] ?? []} />
      ))}
    </>
  );
}

/** The whole fleet's guards head every page; its breaker stands here too, with what failed. */
async function listHeldUp(): Promise<HeldUp[]> {
  const [fleet, servers] = await Promise.all([listOpenGuards(db, "fleet"), listOpenGuards(db, "servers")]);
  const guards = [...fleet.filter(({ kind }) => kind === "breaker"), ...servers];
  return Promise.all(
    guards.map(async (guard) => ({ ...guard, failed: guard.id === null ? [] : await listFailed(db, guard.id, 5) })),
  );
}

function AllWell() {
  return (
    <div className="panel grid justify-items-center gap-2 px-4 py-12 text-center">
      <Status tone="good">Nothing needs you</Status>
      <p className="max-w-prose text-soft">
        Every server answers, and every account does what it should. What a person must decide appears here, with its
        cause and the way out.
      </p>
    </div>
  );
}
