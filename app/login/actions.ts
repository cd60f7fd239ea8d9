"use server";

import { redirect } from "next/navigation";
import type { ActionResult } from "@/app/_ui/action-form";
import { url } from "@/app/_ui/listing";
import { localPath } from "@/lib/access/auth";
import { signIn } from "@/lib/access/session";

export async function enter(_before: ActionResult | null, form: FormData): Promise<ActionResult> {
  const result = await signIn(form.get("login"), form.get("password"));
  if (!result.ok) return { ok: false, message: result.message, typed: { login: String(form.get("login") ?? "") } };
  const next = localPath(form.get("callbackUrl"));
  redirect(result.half ? url("/login/second", { callbackUrl: next }) : next);
}
