import Link from "next/link";
import { ActionForm, Submit } from "@/app/_ui/action-form";
import { Icon } from "@/app/_ui/icon";
import { url } from "@/app/_ui/listing";
import { counted } from "@/lib/format";
import { decisionFor } from "../accounts/together/words";
import { May } from "../may";
import { lookAgainAt } from "./actions";

/** Causes that end when the world has changed: looking is enough. For the others the mail server is made to match once more. */
const endedByLooking = new Set([
  "dns-elsewhere",
  "mx-elsewhere",
  "mx-astray",
  "third-place",
  "name-servers-disagree",
  "suspended-there",
  "domain-taken",
  "domain-assigned-elsewhere",
  "client-first",
  "domain-first",
  "missing",
]);

/** The buttons of one cause, for all of its accounts at once. */
export function WaysOut({ code, count }: { code: string; count: number }) {
  const decision = decisionFor(code);
  const together = (deed: string) => url("/accounts/together", { all: "1", problem: code, deed });
  const all = count === 1 ? "it" : `all ${counted(count, "account")}`;
  return (
    <div className="flex flex-wrap items-start gap-2 px-4 pb-4">
      {decision ? (
        <May right="accounts.decide">
          <Link href={together(decision)} className="button">
            {decision === "close" ? `Close ${all} …` : `Decide for ${all} …`}
          </Link>
        </May>
      ) : null}
      <May right="synchronize">
        {endedByLooking.has(code) ? (
          <ActionForm action={lookAgainAt} className="grid justify-items-start gap-1">
            <input type="hidden" name="problem" value={code} />
            <Submit>
              <Icon name="sync" />
              Look again
            </Submit>
          </ActionForm>
        ) : (
          <Link href={together("synchronize")} className="button">
            <Icon name="sync" />
            Try {all} again …
          </Link>
        )}
      </May>
      {code === "dns-elsewhere" ? (
        <a href="/accounts/records.txt?problem=dns-elsewhere" className="button" download>
          Wanted records as a zone file
        </a>
      ) : null}
    </div>
  );
}

/** What an account's own page has for its problem, named. */
export const wayIn: Partial<Record<string, { word: string; place: string }>> = {
  "domain-assigned-elsewhere": { word: "Side by side", place: "#conflict" },
  "dns-elsewhere": { word: "Wanted records", place: "#records" },
  "mx-elsewhere": { word: "Wanted records", place: "#records" },
  "mx-astray": { word: "Wanted records", place: "#records" },
  missing: { word: "Close …", place: "" },
};
