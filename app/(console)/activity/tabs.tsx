import { TabBar } from "@/app/_ui/tab-bar";
import { mayI } from "../may";

/** The two halves of the activity: what the console did, and what people did. */
export async function Tabs({ current }: { current: "runs" | "trail" }) {
  const trail = (await mayI("trail.see")) ? [{ key: "trail", href: "/activity/trail", word: "Audit trail" }] : [];
  return (
    <TabBar label="Activity" current={current} tabs={[{ key: "runs", href: "/activity", word: "Runs" }, ...trail]} />
  );
}
