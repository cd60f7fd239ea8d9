import type { Instrumentation } from "next";

// Next compiles this file for its other runtime too, which has no process to write to.
const isNode = process.env.NEXT_RUNTIME === "nodejs";

/** Next calls this once, before the first request. */
export async function register(): Promise<void> {
  if (!isNode) return;
  const [{ log }, { takeConsole }] = await Promise.all([import("@/lib/log"), import("@/lib/printed")]);
  takeConsole(log(), console);
  const [{ env }, { protectEveryAnswer }] = await Promise.all([import("@/lib/env"), import("@/lib/headers")]);
  protectEveryAnswer(env().publicUrl.startsWith("https:"));
}

/** Next calls this with each error that ends a request. */
export const onRequestError: Instrumentation.onRequestError = async (error, request, context) => {
  if (!isNode) return;
  const [{ log }, { tellFailedRequest }] = await Promise.all([import("@/lib/log"), import("@/lib/printed")]);
  tellFailedRequest(log(), error, request, context);
};
