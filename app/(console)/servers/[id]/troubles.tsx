import { Notice } from "@/app/_ui/notice";
import { Time } from "@/app/_ui/time";
import type { Guard } from "@/db/guards";
import type { Server } from "@/db/server";
import { Guards } from "../../guards";
import { TestConnection } from "../test-connection";

/** What a person should read about this server before anything else: what happened, since when, and the way out. */
export function ServerTroubles({
  server,
  guards,
  registered,
}: {
  server: Server;
  guards: readonly Guard[];
  registered: boolean;
}) {
  return (
    <>
      {registered ? (
        <Notice tone="good" title={`${server.name} is registered.`}>
          The console signs in with its secret key. Give it a role when you are ready.
        </Notice>
      ) : null}
      {server.netStatus === "error" ? (
        <Notice
          tone="bad"
          title={server.netCause ?? `${server.name} does not answer.`}
          action={<TestConnection serverId={server.id} />}
        >
          Since <Time at={server.netSince} as="moment" />. Nothing is changed on it meanwhile. Test the connection once
          it is put right.
        </Notice>
      ) : null}
      <Guards guards={guards} />
      {server.lookedError && server.lookedError !== server.netCause ? (
        <Notice tone="bad" title="The last look failed.">
          {server.lookedError}
        </Notice>
      ) : null}
    </>
  );
}
