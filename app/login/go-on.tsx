import { Front } from "@/app/_ui/front";

/**
 * For a browser that another site has led here: it keeps our cookie to itself until a page of ours leads on. So this one
 * does, at once and without script. Who is not signed in comes back to the form.
 */
export function GoOn({ to }: { to: string }) {
  return (
    <Front title="One moment">
      <meta httpEquiv="refresh" content={`0; url=${to}`} />
      <a href={to} className="button button-primary">
        Go on
      </a>
    </Front>
  );
}
