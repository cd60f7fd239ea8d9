"use client";

/** What is shown when a page could not be made: nothing was changed by looking at it. */
export function Broken({ error }: { error: Error & { digest?: string } }) {
  return (
    <div role="alert" className="grid justify-items-start gap-3">
      <h1>This page could not be shown</h1>
      <p className="max-w-prose text-soft">
        The console could not read what belongs here, most likely because its database does not answer. Mail is not
        affected, and nothing was changed. Try again in a moment.
      </p>
      {error.digest ? (
        <p className="text-faint">
          In the console's log it is <code className="font-mono">{error.digest}</code>.
        </p>
      ) : null}
      <button type="button" onClick={() => location.reload()} className="button button-primary">
        Try again
      </button>
    </div>
  );
}
