import { roleWords } from "@/lib/access/rights";
import { currentPerson } from "@/lib/access/session";
import { Front } from "./_ui/front";
import { RoleMayNot } from "./_ui/role-may-not";

export default async function Forbidden() {
  const who = await currentPerson();
  return (
    <Front title="You may not do this">
      <RoleMayNot role={who ? roleWords[who.role] : null} />
    </Front>
  );
}
