import type { Domain } from "../../model";
import { shelf } from "../../world/shelves";
import { type Operator, operation } from "../operation";
import { eachResult, select } from "../selection";
import { leaf, wrap } from "../xml";
import { byDomainName } from "./domain-blocks";

/** The older view of sites that have a parent site. */
export const subdomain: Operator = {
  get: operation("read", "filter({id:positiveInteger+ | name+ | parent-name+}?)", (call) => {
    const { server } = call;
    const { domains } = shelf(server);
    const only = (domain: Domain | undefined) => (domain?.parentId === undefined ? undefined : domain);
    const selected = select(call, call.node.first("filter"), {
      all: () => server.domains.filter(({ parentId }) => parentId !== undefined),
      one: { id: (id) => only(domains.one("id", Number(id))), name: (name) => only(byDomainName(server, name)) },
      many: {
        "parent-name": (name) => {
          const parent = byDomainName(server, name);
          return parent && domains.all("parent", parent.id);
        },
      },
      missing: "Subdomain does not exist",
    });
    return eachResult(call, selected, (domain) =>
      wrap(
        "data",
        leaf("parent", domains.one("id", domain.parentId ?? 0)?.name ?? ""),
        leaf("name", domain.name),
        leaf("home", `/${domain.asciiName}`),
      ),
    );
  }),
};
