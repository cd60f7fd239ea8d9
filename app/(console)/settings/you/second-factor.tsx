import Link from "next/link";
import { ActionForm, Field, Submit } from "@/app/_ui/action-form";
import { Panel } from "@/app/_ui/page";
import { PasskeyForm } from "@/app/_ui/passkey-form";
import { Status } from "@/app/_ui/status";
import { Time } from "@/app/_ui/time";
import { Proved } from "@/app/(console)/may";
import type { Factors } from "@/db/second-factor";
import { passkeysWork } from "@/lib/access/passkeys";
import { counted } from "@/lib/format";
import { beginNewPasskey, dropAuthenticator, dropPasskey, keepNewPasskey, newRecoveryCodes } from "./factor-actions";

/** What is asked for beside the password: passkeys, an authenticator app, and codes for when both are lost. */
export function SecondFactor({ factors }: { factors: Factors }) {
  const { sealedSeed, passkeys, codes, hasPassword } = factors;
  if (!hasPassword)
    return (
      <Panel title="Second factor">
        <p className="text-soft">You sign in through the identity provider, which asks for what it wants.</p>
      </Panel>
    );
  const any = sealedSeed !== null || passkeys.length > 0;
  return (
    <Panel title="Second factor">
      <div className="mb-4">
        {any ? (
          <Status tone="good">Asked for at every sign-in</Status>
        ) : (
          <Status tone="mind" note="Whoever learns your password is you. Set up one of these.">
            You sign in with the password alone
          </Status>
        )}
      </div>
      <div className="grid gap-6">
        <Passkeys passkeys={passkeys} />
        <section>
          <h3 className="mb-1 font-semibold">Authenticator app</h3>
          {sealedSeed === null ? (
            <>
              <p className="mb-2 text-soft">An app on your phone that shows six digits, new every half minute.</p>
              <Link href="/settings/you/authenticator" className="button">
                Set up an app
              </Link>
            </>
          ) : (
            <ActionForm action={dropAuthenticator} className="grid justify-items-start gap-2">
              <Status tone="good">Set up</Status>
              <Submit>Take it away</Submit>
            </ActionForm>
          )}
        </section>
        {any ? (
          <section>
            <h3 className="mb-1 font-semibold">Recovery codes</h3>
            <p className="mb-2 text-soft">
              {codes > 0
                ? `${counted(codes, "code")} left. Each lets you in once, in place of the second factor.`
                : "You have none. Make some and keep them on paper, for when you lose your device."}
            </p>
            <ActionForm action={newRecoveryCodes} className="grid justify-items-start gap-2">
              <Submit className={codes > 0 ? "button" : "button button-primary"}>
                {codes > 0 ? "Make new ones; the old ones end" : "Make recovery codes"}
              </Submit>
            </ActionForm>
          </section>
        ) : null}
      </div>
    </Panel>
  );
}

function Passkeys({ passkeys }: { passkeys: Factors["passkeys"] }) {
  return (
    <section>
      <h3 className="mb-1 font-semibold">Passkeys and security keys</h3>
      {passkeys.length > 0 ? (
        <ul className="mb-3 grid gap-2">
          {passkeys.map(({ id, name, createdAt, usedAt }) => (
            <li key={id} className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1">
              <span>
                {name}
                <span className="block text-[0.93em] text-faint">
                  since <Time at={createdAt} as="moment" />
                  {usedAt ? (
                    <>
                      , used <Time at={usedAt} />
                    </>
                  ) : (
                    ", not used yet"
                  )}
                </span>
              </span>
              <ActionForm action={dropPasskey} className="flex items-center gap-2">
                <input type="hidden" name="passkey" value={id} />
                <Submit>Remove</Submit>
              </ActionForm>
            </li>
          ))}
        </ul>
      ) : null}
      <p className="mb-2 text-soft">
        Your computer, phone or key proves that it is you, with a finger or a PIN. No false page can catch it.
      </p>
      {passkeysWork() ? (
        <PasskeyForm make begin={beginNewPasskey} finish={keepNewPasskey} className="flex flex-wrap items-end gap-3">
          <div className="w-56">
            <Field name="name" label="Name of the device" required />
          </div>
          <Proved>
            <button type="submit" className="button">
              Add a passkey
            </button>
          </Proved>
        </PasskeyForm>
      ) : (
        <p className="text-soft">
          Browsers have passkeys only for an address with a name and https. Open the console by one (PUBLIC_URL) to add
          yours.
        </p>
      )}
    </section>
  );
}
