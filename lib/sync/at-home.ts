import type { RemoteAlias, RemoteRecord, ZoneOwner } from "@/lib/plesk/objects";
import { type Mx, mailNames, mailZones, type SeenDomain, sameMx } from "./facts";

/** What decides where a domain's mail goes at home: the names at which it is taken, and their MX on the Plesk server. */
export interface MailAtHome {
  /** ASCII, the domain's own first. */
  names: string[];
  zones: { owner: ZoneOwner; ascii: string; mx: Mx[] }[];
}

export const mailAtHome = (domain: SeenDomain): MailAtHome => ({
  names: mailNames(domain),
  zones: mailZones(domain).map(({ owner, ascii, mx }) => ({
    owner,
    ascii,
    mx: mx.map(({ host, preference }) => ({ host, preference })),
  })),
});

/** Another run looks at such a domain anew, at once; this one does nothing more for it. */
export const LOOK_FIRST = "has just been changed; local mail stays on until it has been looked at.";

/** What of it is otherwise now, in a sentence; null when all is as it was. What has gone since takes nothing away. */
export function changedSince(
  { names, zones }: MailAtHome,
  aliases: readonly RemoteAlias[],
  records: readonly RemoteRecord[],
): string | null {
  const added = aliases.find((alias) => alias.mail && alias.active && !names.includes(alias.ascii));
  if (added) return `The alias ${added.name} is new; local mail stays on until its mail is taken as well.`;
  const moved = zones.find(({ ascii, mx }) => {
    const there = records.filter((record) => record.host === ascii);
    const now = there.map(({ value, option }) => ({ host: value, preference: Number.parseInt(option, 10) || 0 }));
    return !sameMx(mx, now);
  });
  return moved ? `MX of ${moved.ascii} ${LOOK_FIRST}` : null;
}
