import { meansNoButton } from "./assumptions";
import { type Call, change, filters, idIn, list, listOf, one, only, operation, read } from "./call";
import { child, type Element, text } from "./element";
import type { ButtonId, RemoteButton } from "./objects";
import { el } from "./xml";

/** The administrator's custom buttons, ours and others'. */
export const buttons = (): Call<RemoteButton[], "read"> =>
  read([operation("ui", "get-custombutton", [el("filter", [el("owner", [el("admin")])])])], list(decodeButton));

/** Those of the buttons that exist. No ids: not sent. */
export const buttonsById = (ids: readonly ButtonId[]): Call<RemoteButton[], "read"> =>
  read(
    filters("custombutton-id", ids).map((filter) => operation("ui", "get-custombutton", [filter])),
    listOf(new Set(ids).size, decodeButton, meansNoButton),
  );

function decodeButton(result: Element): RemoteButton {
  const properties = child(result, "properties");
  return {
    id: idIn(result, "id"),
    place: text(properties, "place"),
    url: text(properties, "url"),
    text: text(properties, "text"),
  };
}

/** What the panel may append to the URL as parameters, unsigned. Never a password, which it could as well. */
const components = ["dom_id", "dom_name", "cl_id", "cname", "pname", "email"] as const;
export type ButtonComponent = (typeof components)[number];

export interface NewButton {
  place: "client" | "domain" | "domain-properties" | "navigation" | "admin" | "reseller";
  /** At most 255 characters, without a query: the panel adds its own. */
  url: string;
  text: string;
  /** Shown when pointed at. */
  hint: string;
  components: readonly ButtonComponent[];
  /** Lower comes first. */
  sortKey: number;
}

/**
 * Makes a button of the administrator's that everybody below sees and that opens a new window. Two buttons may be the
 * same: look for ours first. Throws a RangeError for a URL that the panel would cut.
 */
export function createButton(button: NewButton): Call<{ id: ButtonId }, "change"> {
  if (button.url.length > 255 || button.url.includes("?"))
    throw new RangeError("a button's URL has at most 255 characters and no query");
  const appended = components.filter((component) => button.components.includes(component));
  return change(
    [
      operation("ui", "create-custombutton", [
        el("owner", [el("admin")]),
        el("properties", [
          el("sort_key", button.sortKey),
          el("conhelp", button.hint),
          el("public", true),
          el("internal", false),
          el("place", button.place),
          el("url", button.url),
          el("text", button.text),
        ]),
        el(
          "url-components",
          appended.map((component) => el(component)),
        ),
      ]),
    ],
    one((result) => ({ id: idIn<"button">(result, "id") })),
  );
}

/** Removes one button by its id; one that is gone already counts as removed. A filter by owner would take others'. */
export const removeButton = (id: ButtonId): Call<void, "change"> =>
  change(
    [operation("ui", "delete-custombutton", [only("custombutton-id", id)])],
    one((result: Element) => void idIn(result, "id"), { value: undefined }),
  );
