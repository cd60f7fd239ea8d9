import { type ReactNode, use } from "react";
import { may, type Right } from "@/lib/access/rights";
import { currentPerson } from "@/lib/access/session";

/** Shows what leads to a deed to those alone who may do it; the deed itself asks again. */
export function May({
  right,
  children,
  otherwise = null,
}: {
  right: Right;
  children: ReactNode;
  otherwise?: ReactNode;
}) {
  // Not awaited: every page knows who is there by now, and a component that awaits is sent in a piece of its own.
  const who = use(currentPerson());
  return who !== null && may(who.role, right) ? children : otherwise;
}

export async function mayI(right: Right): Promise<boolean> {
  const who = await currentPerson();
  return who !== null && may(who.role, right);
}
