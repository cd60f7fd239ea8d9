import { Choices } from "@/app/_ui/action-form";
import type { Role } from "@/db/schema";
import { roles, roleWords } from "@/lib/rights";

/** One of the roles, each with what it may do. */
export function RoleField({ value }: { value?: Role }) {
  const choices = roles.map((role) => ({ value: role, name: roleWords[role].name, note: roleWords[role].means }));
  return <Choices name="role" legend="Role" choices={choices} value={value} />;
}
