import { PleskRefusal } from "../../world/refusal";
import { failed, type Operator, ok, operation } from "../operation";
import { leaf, wrap } from "../xml";

const installed = [
  { id: "letsencrypt", name: "Let's Encrypt", version: "3.2.6", release: "2", active: true },
  { id: "rest-api", name: "REST API", version: "2.5.1", release: "1", active: true },
];

export const extension: Operator = {
  get: operation("read", "filter?({id})", ({ node }) => {
    const id = node.first("filter")?.text("id");
    const found = installed.filter((candidate) => id === undefined || candidate.id === id);
    if (found.length === 0)
      return failed(new PleskRefusal(1013, "Extension does not exist"), leaf("filter-id", id ?? ""));
    return ok(
      ...found.map((details) => wrap("details", ...Object.entries(details).map(([name, value]) => leaf(name, value)))),
    );
  }),
};
