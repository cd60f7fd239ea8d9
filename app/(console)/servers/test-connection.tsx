import { ActionForm, Submit } from "@/app/_ui/action-form";
import { May } from "../may";
import { testConnection } from "./[id]/actions";

/** Asks a server's panel right now; the answer, or why there is none, stands beside the button. */
export function TestConnection({ serverId, inline = false }: { serverId: number; inline?: boolean }) {
  return (
    <May right="synchronize">
      <ActionForm action={testConnection} className={inline ? "contents" : "grid justify-items-start gap-1"}>
        <input type="hidden" name="serverId" value={serverId} />
        <Submit>Test connection</Submit>
      </ActionForm>
    </May>
  );
}
