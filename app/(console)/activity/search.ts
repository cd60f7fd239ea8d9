import { z } from "zod";
import { type SearchParams, single } from "@/app/_ui/listing";
import type { RunFilter } from "@/db/runs";
import type { TrailFilter } from "@/db/trail";
import { operationStates } from "./run-words";
import { eventsWorded } from "./trail/event-words";

const number = (largest: number) => z.coerce.number().int().min(1).max(largest).optional().catch(undefined);

/** Where a page begins behind, or ends before: an id. */
const place = { after: number(Number.MAX_SAFE_INTEGER), before: number(Number.MAX_SAFE_INTEGER) };

const parameters = z.object({
  server: number(2_147_483_647),
  mail: number(2_147_483_647),
  kind: z.enum(["refresh", "synchronize", "synchronize-accounts", "assign", "deassign"]).optional().catch(undefined),
  state: z.enum(["running", "trouble", "done", "waiting", "failed", "stopped"]).optional().catch(undefined),
  ...place,
});

export type RunSearch = z.infer<typeof parameters>;

export const runSearch = async (params: SearchParams): Promise<RunSearch> => parameters.parse(await single(params));

export const runFilter = (search: RunSearch): RunFilter => ({
  serverId: search.server,
  mailServerId: search.mail,
  kind: search.kind,
  state: search.state,
});

const operations = z.object({ state: z.enum(operationStates).optional().catch(undefined), ...place });

export const operationSearch = async (params: SearchParams): Promise<z.infer<typeof operations>> =>
  operations.parse(await single(params));

const trail = z.object({
  q: z.string().trim().max(200).optional().catch(undefined),
  subject: z
    .string()
    .regex(/^[a-z-]{1,40}$/)
    .optional()
    .catch(undefined),
  ...place,
});

export type TrailSearch = z.infer<typeof trail>;

export const trailSearch = async (params: SearchParams): Promise<TrailSearch> => trail.parse(await single(params));

/** What a person types is looked for in the words of an event as well: they are what the trail shows. */
export const trailFilter = ({ q, subject }: TrailSearch): TrailFilter => ({
  q,
  subject,
  worded: q ? eventsWorded(q) : undefined,
});
