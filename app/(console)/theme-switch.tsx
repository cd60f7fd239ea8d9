import { cookies } from "next/headers";
import { Icon, type IconName } from "@/app/_ui/icon";
import { setTheme } from "./actions";

const themes: readonly { value: string; icon: IconName; name: string }[] = [
  { value: "system", icon: "system", name: "Like the system" },
  { value: "light", icon: "sun", name: "Light" },
  { value: "dark", icon: "moon", name: "Dark" },
];

export async function ThemeSwitch() {
  const current = (await cookies()).get("theme")?.value ?? "system";
  return (
    <form
      action={setTheme}
      className="mx-2.5 flex w-fit overflow-hidden rounded-md border border-line"
      aria-label="Theme"
    >
      {themes.map(({ value, icon, name }) => (
        <button
          key={value}
          type="submit"
          name="theme"
          value={value}
          aria-pressed={value === current}
          aria-label={name}
          title={name}
          className={`grid h-8 w-9 place-items-center ${
            value === current ? "bg-surface text-ink" : "text-faint hover:text-ink"
          }`}
        >
          <Icon name={icon} size={15} />
        </button>
      ))}
    </form>
  );
}
