import { requestFacts } from "@/lib/access/auth";
import { answerApi } from "@/lib/api/answer";
import { db } from "@/lib/database";
import { env } from "@/lib/env";

/** The HTTP API for programs; `lib/api/operations.ts` is what it can do. */
function handle(request: Request): Promise<Response> {
  return answerApi(request, { db, publicUrl: env().publicUrl, address: requestFacts(request.headers).address });
}

export { handle as DELETE, handle as GET, handle as PATCH, handle as POST, handle as PUT };
