/** Offered where an authority vouches for what a server shows: else every renewal waits for a person. */
export function FollowAuthority({ host, checked }: { host: string; checked: boolean }) {
  return (
    <label className="mt-3 flex gap-2.5">
      <input type="checkbox" name="follows" value="yes" defaultChecked={checked} className="mt-0.5" />
      <span>
        Follow its renewals
        <span className="block text-soft">
          A public authority vouches for this certificate. Accept each later one that an authority has issued for {host}
          .
        </span>
      </span>
    </label>
  );
}
