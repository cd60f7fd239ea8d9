import type { Button, PleskServer } from "../../model";
import { createButton, deleteButton } from "../../world/buttons";
import { PleskRefusal } from "../../world/refusal";
import { type Call, failed, given, type Operator, ok, operation } from "../operation";
import { leaf, wrap, type XmlElement } from "../xml";

const owner = "{admin() | customer-id:positiveInteger | reseller-id:positiveInteger}";
const filter = `filter({custombutton-id:positiveInteger+ | owner+(${owner})})`;
const places = "client|domain|navigation|admin|admin-settings|reseller|reseller-settings|domain-properties";

export const ui: Operator = {
  "create-custombutton": operation(
    "change",
    `owner(${owner})
     properties(sort_key:integer? conhelp? file? public:boolean? internal:boolean? noframe:boolean?
       place:[${places}] url:url text)
     url-components?(dom_id?() dom_name?() ftp_user?() ftp_pass?() cl_id?() cname?() pname?() email?())`,
    create,
  ),
  "get-custombutton": operation(
    "read",
    filter,
    (call) =>
      named(call)
        .map(({ button }) => (button ? described(button) : failed(noButton(call.server))))
        .join("") || ok(),
  ),
  "delete-custombutton": operation(
    "change",
    filter,
    (call) =>
      named(call)
        .map(({ id, button }) => {
          if (!button) return failed(noButton(call.server), leaf("id", id));
          deleteButton(call.server, button);
          return ok(leaf("id", id));
        })
        .join("") || ok(),
  ),
};

function create({ server, node }: Call): string {
  const properties = node.first("properties");
  const owner = node.first("owner")?.children[0];
  if (!properties || !owner) return ok();
  const button = createButton(server, {
    owner: ownerFrom(owner),
    place: properties.text("place") ?? "",
    url: properties.text("url") ?? "",
    text: properties.text("text") ?? "",
    ...given({
      sortKey: properties.number("sort_key"),
      conhelp: properties.text("conhelp"),
      file: properties.text("file"),
      public: properties.flag("public"),
      internal: properties.flag("internal"),
      noframe: properties.flag("noframe"),
    }),
    components: node.first("url-components")?.children.map(({ name }) => name) ?? [],
  });
  return ok(leaf("id", button.id));
}

function ownerFrom({ name, content }: XmlElement): Button["owner"] {
  if (name === "admin") return { kind: "admin" };
  return { kind: name === "customer-id" ? "customer" : "reseller", id: Number(content) };
}

function noButton({ assumptions }: PleskServer): PleskRefusal {
  return new PleskRefusal(Number(assumptions.unknownButton), "Custom button does not exist");
}

/** What the filter names: buttons, and ids that are none. */
function named({ server, node }: Call): { id: number; button?: Button }[] {
  return (node.first("filter")?.children ?? []).flatMap((filter) => {
    if (filter.name === "custombutton-id") {
      const id = Number(filter.content);
      const button = server.buttons.find((candidate) => candidate.id === id);
      return [button ? { id, button } : { id }];
    }
    const wanted = filter.children[0] ? JSON.stringify(ownerFrom(filter.children[0])) : "";
    const own = server.buttons.filter(({ owner }) => JSON.stringify(owner) === wanted);
    return server.faults.emptyLists ? [] : own.map((button) => ({ id: button.id, button }));
  });
}

function described(button: Button): string {
  const { owner } = button;
  return ok(
    leaf("id", button.id),
    wrap("owner", owner.kind === "admin" ? "<admin/>" : leaf(`${owner.kind}-id`, owner.id)),
    wrap(
      "properties",
      leaf("sort_key", button.sortKey),
      leaf("conhelp", button.conhelp),
      button.file === undefined ? "" : leaf("file", button.file),
      leaf("public", button.public),
      leaf("internal", button.internal),
      leaf("noframe", button.noframe),
      leaf("place", button.place),
      leaf("url", button.url),
      leaf("text", button.text),
    ),
    wrap("url-components", ...button.components.map((name) => `<${name}/>`)),
  );
}
