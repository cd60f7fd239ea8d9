import { isNull } from "drizzle-orm";
import { servers } from "./schema";

/** Servers that the console knows. One without a role may be unregistered: every query that can meet such a one says so. */
export const isRegistered = isNull(servers.unregisteredAt);
