import { Panel } from "@/app/_ui/page";
import { ChangeLines } from "@/app/_ui/steps";
import { Time } from "@/app/_ui/time";
import type { Account, listRecorded } from "@/db/account";
import { isKeptAway, type Mx, mxWords, nothingMoved, recordedMail, recordedZone } from "./facts";

type Recorded = Awaited<ReturnType<typeof listRecorded>>;

/** What a deassignment brings back, from the record that was made before the first change. */
export function IfDeassigned({ account, recorded }: { account: Account; recorded: Recorded }) {
  const [first] = recorded;
  if (!first || nothingMoved(account) || isKeptAway(account)) return null;
  const changes = recorded.flatMap(({ part, data }) => {
    const mail = part === "mail" ? recordedMail(data) : null;
    if (mail) return [`+ mail service ${mail.mailService ? "on" : "off"}`];
    const zone = recordedZone(data);
    if (!zone) return [];
    const where = zone.zone === account.name ? "" : `${zone.zone} `;
    const ours: Mx = { preference: 10, host: account.mxHost ?? "" };
    const kept = zone.mx.some((mx) => mx.host === ours.host);
    return [
      ...zone.mx.map((mx) => `+ ${where}MX ${mxWords(mx)}.`),
      ...(kept || !ours.host ? [] : [`− ${where}MX ${mxWords(ours)}.`]),
    ];
  });
  return (
    <Panel title="If you deassign">
      <ChangeLines lines={changes} />
      <p className="mt-2 text-[0.93em] text-faint">
        as recorded <Time at={first.takenAt} as="moment" />. The account stays on {account.mailServer}, switched off.
      </p>
    </Panel>
  );
}
