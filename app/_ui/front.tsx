import type { ReactNode } from "react";
import { Icon } from "./icon";

/** The pages before the console: one narrow column. */
export function Front({ title, children }: { title: string; children: ReactNode }) {
  return (
    <main className="mx-auto grid min-h-dvh w-full max-w-96 content-start gap-6 px-5 pt-[14vh] pb-10">
      <p className="flex items-center gap-2 font-semibold">
        <Icon name="mail" size={20} className="text-accent" />
        Centralized Mail
      </p>
      <h1>{title}</h1>
      {children}
    </main>
  );
}
