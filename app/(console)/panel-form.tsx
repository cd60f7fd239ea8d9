"use client";

import { type ReactNode, useActionState, useEffect, useRef, useState } from "react";
import { openPanel } from "./panel";

/**
 * Signs the administrator in to a panel, in a new tab. The one-time token travels in a posted form, never in an
 * address; without script the form waits for a second press.
 */
export function PanelForm({
  serverId,
  login,
  startingUrl,
  className = "button",
  icon,
  children,
}: {
  serverId: number;
  login?: string;
  startingUrl?: string;
  className?: string;
  /** Drawn on the server: the table of icons is not sent along. */
  icon: ReactNode;
  children: ReactNode;
}) {
  const [door, act, pending] = useActionState(openPanel, null);
  const form = useRef<HTMLFormElement>(null);
  const [used, setUsed] = useState("");
  const token = door?.ok ? door.token : "";
  useEffect(() => {
    if (!token) return;
    form.current?.submit();
    setUsed(token);
  }, [token]);
  return (
    <div className="inline-grid max-w-sm gap-1">
      {door?.ok && token !== used ? (
        <form ref={form} method="post" action={door.url} target="_blank" rel="noreferrer">
          <input type="hidden" name="PLESKSESSID" value={token} />
          <button type="submit" className={className}>
            {icon}
            Continue to the panel
          </button>
        </form>
      ) : (
        <form action={act}>
          <input type="hidden" name="serverId" value={serverId} />
          {login ? <input type="hidden" name="login" value={login} /> : null}
          {startingUrl ? <input type="hidden" name="startingUrl" value={startingUrl} /> : null}
          <button type="submit" className={className} disabled={pending}>
            {icon}
            {children}
          </button>
        </form>
      )}
      <p aria-live="polite" className={`empty:hidden text-[0.93em] ${door?.ok ? "text-faint" : "text-bad"}`}>
        {pending || !door ? null : door.ok ? "Opened in a new tab. Allow pop-ups if nothing opened." : door.message}
      </p>
    </div>
  );
}
