import type { Button, PleskServer } from "../model";
import { PleskRefusal } from "./refusal";
import { shelf } from "./shelves";

export type ButtonInput = Pick<Button, "owner" | "place" | "url" | "text"> & Partial<Omit<Button, "id">>;

/** Names of buttons are not unique: creating twice gives two. */
export function createButton(server: PleskServer, input: ButtonInput): Button {
  const { owner } = input;
  if (owner.kind !== "admin" && shelf(server).accounts.one("id", owner.id)?.kind !== owner.kind) {
    throw new PleskRefusal(1015, "Owner does not exist");
  }
  const button: Button = {
    id: server.next.button++,
    sortKey: 100,
    conhelp: input.text,
    public: false,
    internal: false,
    noframe: false,
    components: [],
    ...input,
  };
  server.buttons.push(button);
  return button;
}

export function deleteButton(server: PleskServer, button: Button): void {
  server.buttons = server.buttons.filter((other) => other !== button);
}
