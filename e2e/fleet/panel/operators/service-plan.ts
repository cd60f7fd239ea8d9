import { createHash } from "node:crypto";
import type { PleskServer } from "../../model";
import { PleskRefusal } from "../../world/refusal";
import { failed, type Operator, ok, operation } from "../operation";
import { leaf, wrap, type XmlElement } from "../xml";

interface Plan {
  id: number;
  name: string;
  guid: string;
}

export const servicePlan: Operator = {
  get: operation(
    "read",
    "filter({name+ | id:positiveInteger+ | guid+ | external-id+}?) {owner-id:positiveInteger | owner-login | owner-all()}?",
    ({ server, node }) => {
      const named = node.first("filter")?.children ?? [];
      const plans = plansOf(server);
      if (named.length === 0) return (server.faults.emptyLists ? [ok()] : plans.map(described)).join("");
      return named
        .map((filter) => {
          const plan = plans.find((candidate) => isCalled(candidate, filter));
          return plan ? described(plan) : failed(new PleskRefusal(1013, "Service plan does not exist"));
        })
        .join("");
    },
  ),
};

/** Refused unless the plan that a webspace is to have exists. */
export function checkPlan(server: PleskServer, named: XmlElement | undefined): void {
  if (!named) return;
  const kind = new Map([
    ["plan-id", "id"],
    ["plan-name", "name"],
    ["plan-guid", "guid"],
  ]).get(named.name);
  const found = plansOf(server).some((plan) => kind && String(plan[kind as keyof Plan]) === named.content);
  if (!found) throw new PleskRefusal(Number(server.assumptions.unknownPlan), "Service plan does not exist");
}

function plansOf(server: PleskServer): Plan[] {
  return ["Default Domain", "Unlimited"].map((name, index) => {
    const digest = createHash("sha256").update(`${server.guid} ${name}`).digest("hex");
    return { id: index + 1, name, guid: digest.slice(0, 32).replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-") };
  });
}

function isCalled(plan: Plan, { name, content }: XmlElement): boolean {
  return (name === "name" || name === "id" || name === "guid") && String(plan[name]) === content;
}

function described({ id, name, guid }: Plan): string {
  const mail = wrap("mail", leaf("webmail", "roundcube"), leaf("maillists", false), leaf("mailservice", true));
  return ok(leaf("id", id), leaf("name", name), leaf("guid", guid), leaf("external-id", ""), mail);
}
