import type { ReactNode } from "react";
import { Live } from "@/app/_ui/live";
import { listOpenGuards } from "@/db/guards";
import { requireRight } from "@/lib/access/session";
import { db } from "@/lib/database";
import { Attention } from "./attention";
import { Guards } from "./guards";
import { Keys } from "./keys";
import { numbers } from "./numbers";
import { Sidebar } from "./sidebar";
import { Silence } from "./silence";
import { Undone } from "./undone";
import { Zone } from "./zone";

export default async function ConsoleLayout({ children }: { children: ReactNode }) {
  const admin = await requireRight("own");
  const [stats, guards] = await Promise.all([numbers(), listOpenGuards(db, "fleet")]);
  return (
    <div className="min-h-dvh min-[60rem]:grid min-[60rem]:grid-cols-[13.5rem_minmax(0,1fr)]">
      <a
        href="#content"
        className="button sr-only z-50 focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:px-3 focus:py-2"
      >
        Skip to the content
      </a>
      <Sidebar admin={admin} stats={stats} />
      <main
        id="content"
        tabIndex={-1}
        className="mx-auto w-full max-w-[92rem] min-w-0 px-4 pt-5 pb-16 outline-none sm:px-7"
      >
        <Undone />
        <Silence />
        <Guards guards={guards} />
        {children}
      </main>
      <Attention />
      <Keys />
      <Zone />
      <Live seconds={30} />
    </div>
  );
}
