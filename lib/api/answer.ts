import { findToken, touchToken } from "@/db/api-tokens";
import type { Database } from "@/db/client";
import { log } from "@/lib/log";
import { openApi } from "./openapi";
import { ApiRefusal, type Operation, operations } from "./operations";
import { serverId } from "./shapes";

interface Caller {
  db: Database;
  publicUrl: string;
  /** The caller's network address. */
  address: string;
}

const description: Operation = {
  ...{ method: "GET", path: "/openapi.json", scope: "read", summary: "This API, described", status: 200 },
  run: async () => undefined,
};

/** Answers one request to /api/v1: who, what, may they, then the deed. No cookie counts here, so no site can borrow one. */
export async function answerApi(request: Request, { db, publicUrl, address }: Caller): Promise<Response> {
  const { pathname, searchParams } = new URL(request.url);
  const given = /^bearer ([\w-]{20,100})$/i.exec(request.headers.get("authorization") ?? "")?.[1];
  const token = given ? await findToken(db, given) : null;
  if (!token) return refuse(401, "Give a token that counts, in the header Authorization: Bearer …");
  await touchToken(db, token.id, address);

  const path = pathname.replace(/^\/api\/v1/, "");
  const here = [...operations, description].filter((each) => matches(each, path));
  const operation = here.find(({ method }) => method === request.method);
  if (!operation)
    return here.length > 0 ? refuse(405, "That is not done with this method.") : refuse(404, "There is nothing here.");
  if (operation.scope === "act" && token.scope !== "act") return refuse(403, "This token may read, and not act.");
  if (operation === description) return Response.json(openApi(publicUrl));
  try {
    const id = operation.path.includes("{id}") ? serverId.safeParse(path.split("/")[2]) : null;
    if (id && !id.success) throw new ApiRefusal(404, "There is no such Plesk server.");
    const query = operation.query?.safeParse(Object.fromEntries(searchParams));
    if (query && !query.success) throw new ApiRefusal(400, sentence(query.error.issues[0]));
    const actor = `${token.login}, by token ${token.name}`;
    const answer = await operation.run({ db, actor, id: id?.data ?? 0, query: query?.data });
    const { status } = operation;
    if (!operation.answer)
      return new Response(String(answer), { status, headers: { "content-type": "text/plain; version=0.0.4" } });
    return Response.json(operation.answer.parse(answer), { status });
  } catch (error) {
    if (error instanceof ApiRefusal) return refuse(error.status, error.message);
    log().error("api.failed", { method: operation.method, path: operation.path, error });
    return refuse(500, "That went wrong on our side; the console's log tells why.");
  }
}

function matches({ path }: Operation, asked: string): boolean {
  const [parts, given] = [path.split("/"), asked.split("/")];
  return parts.length === given.length && parts.every((part, at) => part === "{id}" || part === given[at]);
}

function refuse(status: number, error: string): Response {
  return Response.json({ error }, { status, headers: status === 401 ? { "www-authenticate": "Bearer" } : {} });
}

function sentence(issue: { path: PropertyKey[]; message: string } | undefined): string {
  return issue
    ? `${issue.path.map(String).join(".") || "The query"}: ${issue.message}`
    : "The query is not understood.";
}
