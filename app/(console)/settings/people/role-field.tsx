import { Choices } from "@/app/_ui/action-form";
import type { Role } from "@/db/schema";
import { roles, roleWords } from "@/lib/access/rights";

/** One of the roles, each with what it may do. */
export function RoleField({ value, hidden }: { value?: Role; hidden?: boolean }) {
  const choices = roles.map((role) => ({ value: role, name: roleWords[role].name, note: roleWords[role].means }));
  return <Choices name="role" legend="Role" hidden={hidden} choices={choices} value={value} />;
}
