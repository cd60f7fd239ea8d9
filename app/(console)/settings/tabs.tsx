import { TabBar } from "@/app/_ui/tab-bar";
import { mayI } from "../may";

/** The parts of the settings: of the console, of oneself, of the people and the programs that use it. */
export async function Tabs({ current }: { current: "console" | "you" | "people" | "tokens" | "notifications" }) {
  const people = (await mayI("people.see")) ? [{ key: "people", href: "/settings/people", word: "People" }] : [];
  const tokens = (await mayI("tokens.see")) ? [{ key: "tokens", href: "/settings/tokens", word: "API tokens" }] : [];
  const channels = (await mayI("channels.see"))
    ? [{ key: "notifications", href: "/settings/notifications", word: "Notifications" }]
    : [];
  return (
    <TabBar
      label="Settings"
      current={current}
      tabs={[
        { key: "console", href: "/settings", word: "Console" },
        { key: "you", href: "/settings/you", word: "You" },
        ...people,
        ...tokens,
        ...channels,
      ]}
    />
  );
}
