import Link from "next/link";
import { type ReactNode, use } from "react";
import { may, type Right } from "@/lib/access/rights";
import { currentPerson, wayToProof } from "@/lib/access/session";

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

/**
 * Around the button of a form whose deed asks for a proof. Where that is over, the way to another stands in its place, so
 * that the form is not filled in only to be lost.
 */
export function Proved({ children }: { children: ReactNode }) {
  const way = use(wayToProof());
  return way === null ? (
    children
  ) : (
    <Link href={way} className="button justify-self-start">
      Confirm first that it is you
    </Link>
  );
}
