import { cache } from "react";
import { getStats } from "@/db/stats";
import { db } from "@/lib/database";

/** The fleet's numbers, read once for each rendering: the navigation shows some of them beside every page. */
export const numbers = cache(() => getStats(db));
