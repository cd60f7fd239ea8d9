import type { Metadata } from "next";
import { z } from "zod";
import { type SearchParams, single } from "@/app/_ui/listing";
import { Live } from "@/app/_ui/live";
import { PageHeader } from "@/app/_ui/page";
import { Steps } from "@/app/_ui/steps";
import { getQuestion } from "@/db/questions";
import { requireRight } from "@/lib/access/session";
import { db } from "@/lib/database";
import { AddressForm } from "./address-form";
import { CredentialForm } from "./credential-form";
import { shownCertificate } from "./shown-certificate";

export const metadata: Metadata = { title: "Register a Plesk server" };
export const dynamic = "force-dynamic";

const port = z.coerce.number().int().min(1).max(65_535).optional().catch(undefined);
const given = z.object({ certificate: z.uuid().optional().catch(undefined), smtp: port, imap: port, pop3: port });

export default async function Register({ searchParams }: { searchParams: SearchParams }) {
  await requireRight("servers.keys");
  const { certificate: id, ...ports } = given.parse(await single(searchParams));
  const question = id ? await getQuestion(db, id) : null;
  const certificate = question?.answeredAt && !question.error ? shownCertificate(question.answer) : null;
  const asked = z.object({ host: z.string(), port: z.number() }).safeParse(question?.payload).data;
  return (
    <>
      <PageHeader title="Register a Plesk server" crumbs={[{ href: "/servers", name: "Plesk servers" }]} />
      <Steps names={["Address", "Certificate and key"]} current={certificate ? 1 : 0} />
      {certificate && question ? (
        <CredentialForm questionId={question.id} certificate={certificate} ports={ports} />
      ) : question && !question.answeredAt ? (
        <div role="status" className="panel max-w-xl px-4 py-6">
          {question.step ?? `Reading the certificate of ${asked?.host}:${asked?.port} …`}
          <Live />
        </div>
      ) : (
        <AddressForm
          ports={ports}
          before={asked}
          fault={id ? (question?.error ?? "That was too long ago. Give the address once more.") : undefined}
        />
      )}
    </>
  );
}
