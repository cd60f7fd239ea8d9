import { z } from "zod";
import { type Operation, operations } from "./operations";
import { fault, serverId } from "./shapes";

/** The API's description, made of what it is checked by. */
export function openApi(publicUrl: string) {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const operation of operations) {
    paths[operation.path] ??= {};
    Object.assign(paths[operation.path] as object, { [operation.method.toLowerCase()]: described(operation) });
  }
  return {
    openapi: "3.1.0",
    info: { title: "Centralized Mail", version: "1" },
    servers: [{ url: `${publicUrl}/api/v1` }],
    security: [{ token: [] }],
    paths,
    components: {
      securitySchemes: { token: { type: "http", scheme: "bearer", description: "Made in Settings, API tokens." } },
      responses: { fault: { description: "Refused", content: json(fault) } },
    },
  };
}

function described({ path, query, answer, status, summary, scope }: Operation) {
  const inPath = path.includes("{id}") ? [{ name: "id", in: "path", required: true, schema: schemaOf(serverId) }] : [];
  const shape = query ? (schemaOf(query) as { properties?: Record<string, unknown> }) : {};
  const inQuery = Object.entries(shape.properties ?? {}).map(([name, schema]) => ({ name, in: "query", schema }));
  const refused = Object.fromEntries(
    [400, 401, 403, 404, 409].map((code) => [code, { $ref: "#/components/responses/fault" }]),
  );
  return {
    summary,
    description: `Needs a token that may ${scope === "act" ? "act" : "read"}.`,
    parameters: [...inPath, ...inQuery],
    responses: {
      [status]: {
        description: summary,
        content: answer ? json(answer) : { "text/plain": { schema: { type: "string" } } },
      },
      ...refused,
    },
  };
}

const json = (shape: z.ZodType) => ({ "application/json": { schema: schemaOf(shape) } });

/** Queries are described as they are given, answers as they come. */
function schemaOf(shape: z.ZodType): unknown {
  const { $schema, ...schema } = z.toJSONSchema(shape, { io: "input", unrepresentable: "any" });
  return schema;
}
