import type { Metadata } from "next";
import { PageHeader } from "@/app/_ui/page";
import { RoleMayNot } from "@/app/_ui/role-may-not";
import { roleWords } from "@/lib/access/rights";
import { requireRight } from "@/lib/access/session";

export const metadata: Metadata = { title: "You may not do this" };
export const dynamic = "force-dynamic";

/** Where a deed leads that the role may not do: the page that it was asked from would only lose its button. */
export default async function Refused() {
  const who = await requireRight("own");
  return (
    <>
      <PageHeader title="You may not do this" />
      <RoleMayNot role={roleWords[who.role]} />
    </>
  );
}
