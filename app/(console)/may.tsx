import type { ReactNode } from "react";
import { may, type Right } from "@/lib/rights";
import { currentPerson } from "@/lib/session";

/** Shows what leads to a deed to those alone who may do it; the deed itself asks again. */
export async function May({
  right,
  children,
  otherwise = null,
}: {
  right: Right;
  children: ReactNode;
  otherwise?: ReactNode;
}) {
  return (await mayI(right)) ? children : otherwise;
}

export async function mayI(right: Right): Promise<boolean> {
  const who = await currentPerson();
  return who !== null && may(who.role, right);
}
