import { use } from "react";
import { Notice } from "@/app/_ui/notice";
import { isUndoneHere } from "@/lib/access/session";

/** On the page that a proof has led back to: what was pressed there was not done, and is not made up for. */
export function Undone() {
  return use(isUndoneHere()) ? (
    <Notice tone="warn" title="Confirmed.">
      Nothing was done yet: do it again.
    </Notice>
  ) : null;
}
