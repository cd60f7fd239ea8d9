"use server";

import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import { z } from "zod";
import { requireRight, signOut } from "@/lib/session";

/** Remembers how this browser wants to look; nothing but its own cookie is touched. */
export async function setTheme(form: FormData): Promise<void> {
  await requireRight("own");
  const theme = z.enum(["light", "dark"]).safeParse(form.get("theme"));
  const jar = await cookies();
  if (theme.success) jar.set("theme", theme.data, { path: "/", maxAge: 31_536_000, sameSite: "lax", httpOnly: true });
  else jar.delete("theme");
}

export async function leave(): Promise<void> {
  await requireRight("own");
  await signOut();
  redirect("/login");
}
