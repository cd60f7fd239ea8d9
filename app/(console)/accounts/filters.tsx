import Link from "next/link";
import { SearchBox } from "@/app/_ui/search-box";
import { problem, problemCodes } from "@/lib/problems";
import { Choice } from "../choice";
import { type AccountSearch, isNarrowed, listAddress } from "./search";
import { stages } from "./stage-status";

interface Named {
  id: number;
  name: string;
}

const kinds = [
  { word: "All", kind: undefined, moving: undefined },
  { word: "Clients", kind: "client", moving: undefined },
  { word: "Domains", kind: "domain", moving: undefined },
  { word: "Moving now", kind: "domain", moving: "1" },
] as const;

const isCurrent = (search: AccountSearch, kind: AccountSearch["kind"], moving: AccountSearch["moving"]) =>
  search.moving === moving && (moving !== undefined || search.kind === kind);

/** Which accounts are listed: the kind as links, everything else in one form, and the way out of it. */
export function Filters({
  search,
  servers,
  mailServers,
}: {
  search: AccountSearch;
  servers: readonly Named[];
  mailServers: readonly Named[];
}) {
  const names = (list: readonly Named[]) => list.map(({ id, name }) => [id, name] as const);
  return (
    <div className="mb-3 grid gap-3">
      <nav aria-label="Kind" className="flex gap-1">
        {kinds.map(({ word, kind, moving }) => (
          <Link
            key={word}
            href={listAddress(search, { kind, moving })}
            aria-current={isCurrent(search, kind, moving) ? "page" : undefined}
            className={`rounded-md px-3 py-1.5 hover:no-underline! ${
              isCurrent(search, kind, moving) ? "bg-chosen font-medium text-ink" : "text-soft hover:text-ink"
            }`}
          >
            {word}
          </Link>
        ))}
      </nav>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <SearchBox
          action="/accounts"
          label="Search names, people, addresses"
          value={search.q ?? ""}
          keep={{
            kind: search.kind,
            moving: search.moving,
            client: search.client?.toString(),
            sort: search.sort === "name" ? undefined : search.sort,
            order: search.order === "up" ? undefined : search.order,
          }}
        >
          <Choice
            name="server"
            label="Plesk server"
            value={search.server}
            all="Every Plesk server"
            options={names(servers)}
          />
          <Choice
            name="mail"
            label="Mail server"
            value={search.mail}
            all="Every mail server"
            options={names(mailServers)}
          />
          <Choice
            name="status"
            label="Sync. status"
            value={search.status}
            all="Every status"
            options={[
              ["synchronized", "Synchronized"],
              ["outdated", "Outdated"],
              ["unknown", "Unknown"],
            ]}
          />
          <Choice
            name="stage"
            label="Stage"
            value={search.stage}
            all="Every stage"
            options={Object.entries(stages).map(([stage, { word }]) => [stage, word] as const)}
          />
          <Choice
            name="problem"
            label="Problem"
            value={search.problem}
            all="Problem or not"
            options={[["any", "With a problem"], ...problemCodes.map((code) => [code, problem(code).title] as const)]}
          />
        </SearchBox>
        {isNarrowed({ ...search, kind: undefined, moving: undefined }) ? (
          <Link href="/accounts">Show all accounts</Link>
        ) : null}
      </div>
    </div>
  );
}
