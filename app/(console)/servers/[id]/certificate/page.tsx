import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { z } from "zod";
import { ActionForm, Submit } from "@/app/_ui/action-form";
import { type SearchParams, single } from "@/app/_ui/listing";
import { Live } from "@/app/_ui/live";
import { Notice } from "@/app/_ui/notice";
import { PageHeader, Panel } from "@/app/_ui/page";
import { Time } from "@/app/_ui/time";
import { getQuestion } from "@/db/questions";
import { getServer } from "@/db/server";
import { requireRight } from "@/lib/access/session";
import { db } from "@/lib/database";
import { Fingerprint } from "../../new/certificate-facts";
import { shownCertificate } from "../../new/shown-certificate";
import { readAgain } from "../actions";
import { Comparison } from "./comparison";

export const metadata: Metadata = { title: "Compare the certificate" };
export const dynamic = "force-dynamic";

interface Props {
  params: Promise<{ id: string }>;
  searchParams: SearchParams;
}

export default async function Certificate({ params, searchParams }: Props) {
  await requireRight("servers.keys");
  const { id } = await params;
  const server = /^\d{1,9}$/.test(id) ? await getServer(db, Number(id)) : null;
  if (!server) notFound();
  const asked = z.uuid().safeParse((await single(searchParams)).certificate).data;
  const question = asked ? await getQuestion(db, asked) : null;
  const shown = shownCertificate(question?.answer ?? null);
  const here = shown?.host === server.host && shown.port === server.port ? shown : null;
  return (
    <div className="max-w-2xl">
      <PageHeader
        title={`Certificate of ${server.name}`}
        crumbs={[
          { href: "/servers", name: "Plesk servers" },
          { href: `/servers/${server.id}`, name: server.name },
        ]}
      />
      <Panel title="Confirmed at registration">
        <p className="mb-3 text-soft">
          Nothing is sent to {server.name} unless it shows{" "}
          {server.followsAuthority ? "a certificate that a public authority has issued for it" : "this certificate"}.
        </p>
        <Fingerprint value={server.fingerprint} />
      </Panel>
      {server.certificateChangedAt ? (
        <Notice tone="bad" title={`${server.name} showed another certificate than the confirmed one.`}>
          First seen <Time at={server.certificateChangedAt} as="moment" />, with the fingerprint{" "}
          {server.shownFingerprint}. Nothing is changed on it until you have confirmed the certificate that it shows
          now, be it the old one or a new one.
        </Notice>
      ) : null}
      {question?.error ? <Notice tone="bad">{question.error}</Notice> : null}
      {question && !question.answeredAt ? <Live /> : null}
      {here ? <Comparison server={server} shown={here} /> : null}
      <ActionForm action={readAgain} className="grid justify-items-start gap-2">
        <input type="hidden" name="serverId" value={server.id} />
        <Submit className={here ? "button" : "button button-primary"}>
          {here ? "Read it again" : "Read what it shows now"}
        </Submit>
      </ActionForm>
    </div>
  );
}
