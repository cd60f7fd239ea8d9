"use client";

import { type FormEvent, type ReactNode, useState } from "react";
import type { Action, ActionResult } from "./action-form";

/**
 * A form that the device answers: `begin` tells what it has to sign, and what it signed goes along with the form's
 * fields as `credential`. Passkeys need script; everything that they do can be done with a code too.
 */
export function PasskeyForm({
  make = false,
  begin,
  finish,
  className,
  children,
}: {
  /** Makes a new passkey; else one is used. */
  make?: boolean;
  begin: () => Promise<object | null>;
  finish: Action;
  className?: string;
  children: ReactNode;
}) {
  const [said, say] = useState<ActionResult | null>(null);
  const [busy, setBusy] = useState(false);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    setBusy(true);
    say(null);
    const given = await answer(make, begin);
    if (typeof given === "string") say({ ok: false, message: given });
    else {
      data.set("credential", JSON.stringify(given));
      say(await finish(null, data));
    }
    setBusy(false);
  };
  return (
    <form onSubmit={submit} className={className} aria-busy={busy}>
      <fieldset disabled={busy} className="contents">
        {children}
      </fieldset>
      <p aria-live="polite" className={`empty:hidden ${said?.ok ? "text-good" : "text-bad"}`}>
        {said?.message}
      </p>
    </form>
  );
}

/** What the device answered, or the sentence why it did not. */
async function answer(make: boolean, begin: () => Promise<object | null>): Promise<object | string> {
  if (typeof PublicKeyCredential === "undefined" || !("parseRequestOptionsFromJSON" in PublicKeyCredential))
    return "This browser is too old for passkeys. Use a code, or another browser.";
  const options = await begin();
  if (!options) return "The time for this is over. Load the page again.";
  try {
    const given = make
      ? await navigator.credentials.create({
          publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(
            options as PublicKeyCredentialCreationOptionsJSON,
          ),
        })
      : await navigator.credentials.get({
          publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options as PublicKeyCredentialRequestOptionsJSON),
        });
    return given instanceof PublicKeyCredential ? given.toJSON() : "The device gave no answer. Try again.";
  } catch (error) {
    return error instanceof DOMException && error.name === "InvalidStateError"
      ? "This device has a passkey for you already."
      : "The device was not asked to its end, or refused. Try again.";
  }
}
