"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import type { ActionResult } from "@/app/_ui/action-form";
import { createFirstAdministrator } from "@/db/setup-links";
import { hashPassword, loginFault, passwordFault } from "@/lib/access/passwords";
import { refuseForeignChange, signIn } from "@/lib/access/session";
import { db } from "@/lib/database";

const given = z.object({
  token: z.string().max(200),
  login: z.string().trim().toLowerCase(),
  name: z.string().trim().min(1, "Give a name; it is shown beside what you do.").max(100, "Give a shorter name."),
  password: z.string(),
});

/** The token in the form is what allows this, not a session: there is nobody yet. */
export async function createFirst(_before: ActionResult | null, form: FormData): Promise<ActionResult> {
  await refuseForeignChange();
  const parsed = given.safeParse(Object.fromEntries(form));
  const typed = { login: String(form.get("login") ?? ""), name: String(form.get("name") ?? "") };
  const say = (message: string, field?: string): ActionResult => ({ ok: false, message, field, typed });
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    return say(issue?.message ?? "Fill in every field.", issue?.path.join("."));
  }
  const { token, login, name, password } = parsed.data;
  const wrongLogin = loginFault(login);
  if (wrongLogin) return say(wrongLogin, "login");
  const wrongPassword = passwordFault(password, login);
  if (wrongPassword) return say(wrongPassword, "password");
  const made = await createFirstAdministrator(db, token, { login, name, passwordHash: await hashPassword(password) });
  if (made === null) return say("This setup link is used up or too old. Start the console again to get a new one.");
  await signIn(login, password);
  redirect("/mail");
}
