import { setTimeout as sleep } from "node:timers/promises";
import type { Settings } from "@/lib/env";
import { isAlive, type Known } from "./alive";
import { migrateDatabase } from "./migrate";
import { startPostgres } from "./postgres";

export interface OpenDatabase {
  url: string;
  /** It ran before us and belongs to whoever started it, or is somebody's own. */
  borrowed: boolean;
  stop(): Promise<void>;
}

/** The migrated database of these settings: the one that DATABASE_URL names, else the one that comes along. */
export async function openDatabase(settings: Settings): Promise<OpenDatabase> {
  if (settings.databaseUrl) {
    await migrateDatabase(settings.databaseUrl).catch((cause) => explain(cause, settings.databaseUrl ?? ""));
    return { url: settings.databaseUrl, borrowed: true, stop: async () => {} };
  }
  const server = await startPostgres(settings.dataDir);
  await migrateDatabase(server.url);
  return { url: server.url, borrowed: server.adopted, stop: server.stop };
}

/** Starts PostgreSQL again when it dies under a running console; the port stays, so all processes find it again. */
export async function openWatchedDatabase(settings: Settings, say: (line: string) => void): Promise<OpenDatabase> {
  if (settings.databaseUrl) return openDatabase(settings);
  let server = await startPostgres(settings.dataDir);
  if (server.adopted) say("Taking over PostgreSQL, which a killed start left running.");
  if (server.outside)
    say(`The database is in ${server.outside}, outside the data folder ${settings.dataDir}. Back both up.`);
  await migrateDatabase(server.url);
  const port = Number(new URL(server.url).port);
  const stopping = new AbortController();
  const watch = async () => {
    while (!stopping.signal.aborted) {
      await death(server.postmaster, stopping.signal);
      if (stopping.signal.aborted) return;
      say("PostgreSQL has ended without being asked to; it starts again.");
      await startPostgres(settings.dataDir, {}, port).then(
        (again) => {
          server = again;
        },
        (error: Error) => say(`PostgreSQL does not start, and is tried again: ${error.message}`),
      );
      await sleep(1_000);
    }
  };
  const watching = watch();
  return {
    url: server.url,
    borrowed: false,
    async stop() {
      stopping.abort();
      await watching;
      await server.stop();
    },
  };
}

async function death(postmaster: Known, signal: AbortSignal): Promise<void> {
  while (isAlive(postmaster) && !signal.aborted) await sleep(1_000, undefined, { signal }).catch(() => undefined);
}

function explain(cause: Error & { code?: string }, url: string): never {
  const { host, pathname } = new URL(url);
  const stranger = "no authority that is known here vouches for its certificate: sslrootcert names the file of one";
  const why: Record<string, string> = {
    ECONNREFUSED: "nothing listens there",
    ENOTFOUND: "there is no such host",
    CONNECT_TIMEOUT: "it does not answer",
    "28P01": "the login or the password is wrong",
    "3D000": "there is no such database",
    "42501": "the login may not create tables in it",
    SELF_SIGNED_CERT_IN_CHAIN: stranger,
    DEPTH_ZERO_SELF_SIGNED_CERT: stranger,
    UNABLE_TO_VERIFY_LEAF_SIGNATURE: stranger,
    UNABLE_TO_GET_ISSUER_CERT: stranger,
    UNABLE_TO_GET_ISSUER_CERT_LOCALLY: stranger,
    CERT_SIGNATURE_FAILURE: stranger,
    ERR_TLS_CERT_ALTNAME_INVALID: "its certificate is for another name than this, which sslmode=verify-full looks at",
    CERT_HAS_EXPIRED: "its certificate has expired",
    CERT_NOT_YET_VALID: "its certificate is not valid yet",
  };
  const known = why[cause.code ?? ""] ?? aboutEncryption(cause);
  if (!known) throw cause;
  throw new Error(`The database ${pathname.slice(1)} at ${host} cannot be used: ${known}. Check DATABASE_URL.`, {
    cause,
  });
}

/** What has no code of its own: the server has hung up, or its rules for logins have no line for whom it does not know. */
function aboutEncryption({ code, message }: Error & { code?: string }): string | undefined {
  if (code === "28000" && message.endsWith("no encryption"))
    return "it takes no unencrypted connection by this login from here: sslmode=require encrypts it";
  if (code === "28000") return "the login may not connect";
  if (message.includes("before secure TLS"))
    return "it hangs up when asked for TLS: where it has none, sslmode=disable";
  return undefined;
}
