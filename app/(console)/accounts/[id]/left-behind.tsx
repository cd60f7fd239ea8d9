import { Facts, Panel } from "@/app/_ui/page";
import type { Account } from "@/db/account";
import { bytes, counted, shortName } from "@/lib/format";

/** Messages are not carried over by a move: how much lies where it was, and how much arrived there meanwhile. */
export function LeftBehindPanel({ account }: { account: Account }) {
  const left = account.leftBehind;
  if (!left || (left.switched === 0 && !left.closed)) return null;
  const total = left.closed ?? left.switched;
  return (
    <Panel title={`Mail that stays on ${shortName(account.server)}`}>
      <Facts
        facts={[
          ["Messages", `${bytes(total)} in ${counted(left.mailboxes, "mailbox", "mailboxes")}`],
          [
            "During the move",
            left.closed === null ? "still arriving" : bytes(Math.max(0, left.closed - left.switched)),
          ],
        ]}
      />
      <p className="mt-2 text-soft">It stays readable there. Copy it with an IMAP tool if its owners want it here.</p>
    </Panel>
  );
}
