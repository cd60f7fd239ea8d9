import { z } from "zod";

/** What the HTTP API is given and answers. Its OpenAPI document is made of these, and every answer is checked by them. */

const id = z.int().positive().max(2_147_483_647);
const time = z.iso.datetime();
const amount = z.int().min(0);

export const serverId = z.coerce.number().pipe(id);

export const serverQuery = z.strictObject({
  q: z.string().max(200).optional().describe("Part of a name or address."),
  role: z.enum(["none", "mail-server", "assigned"]).optional(),
  status: z.enum(["online", "error", "unknown"]).optional(),
  offset: z.coerce.number().int().min(0).max(1_000_000).default(0),
  limit: z.coerce.number().int().min(1).max(200).default(100),
});

const server = z.object({
  id,
  name: z.string(),
  host: z.string(),
  port: z.int(),
  role: z.enum(["none", "mail-server", "assigned"]),
  mailServer: z.object({ id, name: z.string() }).nullable().describe("The mail server that handles its mail."),
  netStatus: z.enum(["online", "error", "unknown"]),
  netCause: z.string().nullable().describe("Why it is not online, as a sentence."),
  netSince: time,
  netCheckedAt: time.nullable().describe("When that was last looked at."),
  version: z.string().nullable(),
  clients: amount.nullable(),
  domains: amount.nullable(),
  maintenance: z.boolean(),
  quarantined: z.boolean().describe("It had far fewer objects than before; it is only looked at."),
  otherCertificate: z
    .boolean()
    .describe("It showed another certificate than the confirmed one; nothing is changed until a person confirms one."),
});
export const servers = z.object({ total: amount, servers: z.array(server) });

const accounts = z.object({
  clients: amount,
  domains: amount,
  outdated: amount,
  problems: amount,
  moving: amount,
  needsPassword: amount,
  syncStatus: z.enum(["synchronized", "outdated", "unknown"]),
});
export const oneServer = server.extend({
  accounts: accounts.nullable().describe("Of an assigned server: what its accounts add up to."),
  lookedAt: time.nullable(),
  lookedError: z.string().nullable(),
});

export const accepted = z.object({ accepted: z.literal(true) });

export const problems = z.object({
  accounts: z.array(
    z.object({ code: z.string(), title: z.string(), remedy: z.string(), count: amount, since: time.nullable() }),
  ),
  servers: z.array(z.object({ id, name: z.string(), cause: z.string(), since: time.nullable() })),
});

export const fault = z.object({ error: z.string().describe("What is wrong, as a sentence.") });

export type ServerAnswer = z.infer<typeof server>;
