import { Icon } from "@/app/_ui/icon";
import { Selected } from "@/app/_ui/select-all";
import { count } from "@/lib/format";
import { May } from "../may";
import { type AccountSearch, narrowing } from "./search";
import { decisionFor } from "./together/words";

/** What can be done to the selected accounts, or to all that match. Each button leads to a page that shows it first. */
export function ManyAccounts({ search, total }: { search: AccountSearch; total: { count: number; capped: boolean } }) {
  const decision = decisionFor(search.problem);
  return (
    <div className="mb-2 flex flex-wrap items-center gap-x-4 gap-y-2">
      {narrowing(search).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      {total.capped ? null : (
        <label className="flex items-center gap-2">
          <input type="checkbox" name="all" value="1" />
          All {count(total.count)} that match
        </label>
      )}
      <div className="ml-auto flex flex-wrap items-center gap-2">
        <Selected name="id" kept="accounts" />
        {decision ? (
          <May right="accounts.decide">
            <button type="submit" name="deed" value={decision} className="button">
              {decision === "close" ? "Close …" : "Decide …"}
            </button>
          </May>
        ) : null}
        <button type="submit" name="deed" value="synchronize" className="button">
          <Icon name="sync" />
          Synchronize …
        </button>
      </div>
    </div>
  );
}
