import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { connect, type Database } from "@/db/client";
import { grantWebRights, makeRole } from "@/db/web-role";
import type { Settings } from "@/lib/env";
import { keep } from "./keys";

const role = "centralized_mail_web";

/**
 * The database as the web process sees it: by a role of its own. In the PostgreSQL that comes along we make the role; in
 * another one WEB_DATABASE_URL names it, and without that the web process shares the worker's.
 */
export async function openWebDatabase(settings: Settings, databaseUrl: string): Promise<string> {
  const { webDatabaseUrl } = settings;
  if (settings.databaseUrl && !webDatabaseUrl) return databaseUrl;
  const db = connect(databaseUrl, { max: 1, name: "centralized-mail roles" });
  try {
    return webDatabaseUrl ? await grantTo(db, webDatabaseUrl, databaseUrl) : await makeOurs(db, settings, databaseUrl);
  } finally {
    await db.$client.end();
  }
}

async function grantTo(db: Database, webDatabaseUrl: string, databaseUrl: string): Promise<string> {
  const login = decodeURIComponent(new URL(webDatabaseUrl).username);
  if (login === decodeURIComponent(new URL(databaseUrl).username))
    throw new Error("WEB_DATABASE_URL has the login of DATABASE_URL: make the web process a role of its own.");
  await grantWebRights(db, login);
  return webDatabaseUrl;
}

async function makeOurs(db: Database, settings: Settings, databaseUrl: string): Promise<string> {
  const password = keep(join(settings.dataDir, "web-database.key"), () => randomBytes(24).toString("base64url"));
  await makeRole(db, role, password);
  await grantWebRights(db, role);
  return Object.assign(new URL(databaseUrl), { username: role, password }).href;
}
