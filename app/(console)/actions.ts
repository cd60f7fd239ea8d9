"use server";

import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import { z } from "zod";
import { requireRight, signOut } from "@/lib/access/session";
import { env } from "@/lib/env";

/** Remembers how this browser wants to look; nothing but its own cookie is touched. */
export async function setTheme(form: FormData): Promise<void> {
  await requireRight("own");
  const theme = z.enum(["light", "dark"]).safeParse(form.get("theme"));
  const jar = await cookies();
  const secure = env().publicUrl.startsWith("https:");
  const options = { path: "/", maxAge: 31_536_000, sameSite: "lax", httpOnly: true, secure } as const;
  if (theme.success) jar.set("theme", theme.data, options);
  else jar.delete("theme");
}

export async function leave(): Promise<void> {
  await requireRight("own");
  await signOut();
  redirect("/login");
}
