import Link from "next/link";

/** Why something was refused, and what to do: it is not for this role, or no page of ours has asked for it. */
export function RoleMayNot({ role }: { role: { name: string; means: string } | null }) {
  return (
    <div className="grid justify-items-start gap-4">
      <p className="max-w-prose text-soft">
        {role
          ? `Nothing was changed. Your role is ${role.name.toLowerCase()}: ${role.means}. Ask an administrator to do this, or to give you another role.`
          : "Nothing was changed: this was not asked for by a page of the console. Open the page and try again there."}
      </p>
      <Link href="/mail" className="button button-primary">
        Go to Centralized Mail
      </Link>
    </div>
  );
}
