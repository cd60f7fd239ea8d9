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
      {/* biome-ignore lint/a11y/useValidAnchor: the empty address is this page's own, and works without script */}
      <a href="" className="button button-primary">
        Try again
      </a>
    </div>
  );
}
