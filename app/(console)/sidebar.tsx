import Form from "next/form";
import Link from "next/link";
import { Icon } from "@/app/_ui/icon";
import type { Stats } from "@/db/stats";
import { roleWords } from "@/lib/access/rights";
import type { SignedIn } from "@/lib/access/session";
import { count } from "@/lib/format";
import { leave } from "./actions";
import { Menu, NavLink } from "./nav-link";
import { ThemeSwitch } from "./theme-switch";

/** The navigation: beside the page where there is room, else a popover that its button opens, also without script. */
export function Sidebar({ admin, stats }: { admin: SignedIn; stats: Stats }) {
  const problems = stats.problemAccounts + stats.problemServers + stats.breakers;
  return (
    <>
      <header className="sticky top-0 z-20 flex items-center justify-between border-b border-line bg-side px-4 py-2 min-[60rem]:hidden">
        <Brand />
        <button type="button" className="button" popoverTarget="navigation">
          <Icon name="menu" />
          Menu
        </button>
      </header>
      <Menu id="navigation">
        <div className="max-[59.99rem]:hidden">
          <Brand />
        </div>
        <Form action="/find" className="relative mt-5 mb-3">
          <Icon name="search" className="pointer-events-none absolute inset-y-0 left-2.5 my-auto text-faint" />
          <input type="search" name="q" aria-label="Find anything" placeholder="Find" className="input pr-8 pl-8" />
          <span
            aria-hidden="true"
            className="absolute inset-y-0 right-2 my-auto h-fit rounded border border-line px-1.5 font-sans text-[0.85em] text-faint"
          >
            Ctrl K
          </span>
        </Form>
        <nav aria-label="Main" className="grid gap-0.5">
          <NavLink href="/mail" icon={<Icon name="mail" />}>
            Centralized Mail
          </NavLink>
          <NavLink href="/servers" icon={<Icon name="server" />} number={count(stats.pleskServers)}>
            Plesk servers
          </NavLink>
          <NavLink href="/accounts" icon={<Icon name="account" />} number={count(stats.accounts)}>
            Accounts
          </NavLink>
          <NavLink href="/problems" icon={<Icon name="warning" />} number={count(problems)} alarming={problems > 0}>
            Problems
          </NavLink>
          <NavLink href="/activity" icon={<Icon name="activity" />}>
            Activity
          </NavLink>
          <NavLink href="/settings" icon={<Icon name="settings" />}>
            Settings
          </NavLink>
        </nav>
        <div className="mt-auto grid grid-cols-1 gap-3 pt-6">
          <ThemeSwitch />
          <div className="flex items-center justify-between gap-2 pl-2.5">
            <p className="min-w-0 leading-snug text-soft">
              <span className="block truncate" title={admin.login}>
                {admin.name || admin.login}
              </span>
              <span className="block text-[0.93em] text-faint">{roleWords[admin.role].name}</span>
            </p>
            <form action={leave}>
              <button type="submit" className="button button-quiet px-2! text-soft">
                Sign out
              </button>
            </form>
          </div>
        </div>
      </Menu>
    </>
  );
}

function Brand() {
  return (
    <Link href="/mail" className="flex items-center gap-2 px-2.5 py-1 font-semibold hover:no-underline!">
      <Icon name="mail" size={18} className="text-accent" />
      Centralized Mail
    </Link>
  );
}
