import type { Metadata } from "next";
import { Fragment } from "react";
import { ActionForm, Field, Submit } from "@/app/_ui/action-form";
import { Columns, PageHeader, Panel, Section } from "@/app/_ui/page";
import { listTokens } from "@/db/api-tokens";
import { requireRight } from "@/lib/access/session";
import { db } from "@/lib/database";
import { env } from "@/lib/env";
import { May, Proved } from "../../may";
import { Tabs } from "../tabs";
import { make } from "./actions";
import { TokensTable } from "./tokens-table";

export const metadata: Metadata = { title: "API tokens" };
export const dynamic = "force-dynamic";

export default async function Tokens() {
  await requireRight("tokens.see");
  const tokens = await listTokens(db);
  return (
    <>
      <PageHeader title="Settings" />
      <Tabs current="tokens" />
      <Columns aside={<HowToUse />}>
        <Section title="Tokens" note="A token ends with its administrator">
          <TokensTable tokens={tokens} />
        </Section>
        <May right="tokens.change">
          <Section title="Make a token">
            <ActionForm action={make} className="panel grid max-w-2xl justify-items-start gap-4 p-4">
              <div className="grid w-full items-start gap-4 sm:grid-cols-2">
                <Field name="name" label="What it is for" placeholder="monitoring" spellCheck={false} required />
                <Field name="days" label="Days until it ends" type="number" value={90} min={1} max={366} required />
              </div>
              <fieldset className="flex flex-wrap gap-x-6 gap-y-2">
                <legend className="sr-only">What it may do</legend>
                <label className="flex items-center gap-2">
                  <input type="radio" name="scope" value="read" defaultChecked /> Read
                </label>
                <label className="flex items-center gap-2">
                  <input type="radio" name="scope" value="act" /> Read, refresh and synchronize
                </label>
              </fieldset>
              <Proved>
                <Submit className="button button-primary">Make token</Submit>
              </Proved>
            </ActionForm>
          </Section>
        </May>
      </Columns>
    </>
  );
}

function HowToUse() {
  const api = `${env().publicUrl}/api/v1`;
  return (
    <Panel title="How to use it">
      <p className="mb-2 text-soft">A program says its token with each request. The API describes itself:</p>
      <pre className="whitespace-pre-wrap [overflow-wrap:anywhere] rounded-md bg-side px-3 py-2 font-mono text-[0.86em] leading-relaxed">
        {'curl -H "Authorization: Bearer $TOKEN" \\\n'}
        {`${api}/openapi.json`.split(/(?<=\w\/)/).map((part) => (
          <Fragment key={part}>
            {part}
            <wbr />
          </Fragment>
        ))}
      </pre>
      <p className="mt-3 mb-2 text-soft">
        It lists servers and problems, starts a look, and has numbers for Prometheus:
      </p>
      <pre className="whitespace-pre-wrap [overflow-wrap:anywhere] rounded-md bg-side px-3 py-2 font-mono text-[0.86em] leading-relaxed">
        {"/servers\n/servers/1\n/servers/1/refresh\n/servers/1/synchronize\n/problems\n/metrics"}
      </pre>
    </Panel>
  );
}
