import { roleWords } from "@/lib/access/rights";
import { currentPerson } from "@/lib/access/session";
import { PageHeader } from "../_ui/page";
import { RoleMayNot } from "../_ui/role-may-not";

export default async function Forbidden() {
  const who = await currentPerson();
  return (
    <>
      <PageHeader title="You may not do this" />
      <RoleMayNot role={who ? roleWords[who.role] : null} />
    </>
  );
}
