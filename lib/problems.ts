/** The named causes that a person should see. `account.problem_detail` holds the particular words of one case. */

export interface Problem {
  title: string;
  /** What it means, in a sentence. */
  meaning: string;
  /** What to do next. */
  remedy: string;
}

const problems = {
  "domain-taken": {
    title: "Domain exists on the mail server",
    meaning: "The mail server already has a domain of this name that was not created from here, so it is left alone.",
    remedy: "Rename or remove that domain on the mail server, or let it be and keep this one's mail where it is.",
  },
  "domain-assigned-elsewhere": {
    title: "Same domain on two assigned servers",
    meaning: "Another assigned server has a domain of this name, and its mail is handled already.",
    remedy: "Keep the domain on one of the two servers; the other is taken up at the next look.",
  },
  "dns-elsewhere": {
    title: "DNS is elsewhere",
    meaning: "The Plesk server does not serve this domain's zone, so its MX cannot be changed from here.",
    remedy: "Set the wanted MX where the zone is served. It is looked at again and goes on by itself.",
  },
  "mx-elsewhere": {
    title: "MX points elsewhere",
    meaning: "The domain's MX names neither the Plesk server nor the mail server, so its mail goes to a third place.",
    remedy: "If the mail server shall handle it, point the MX to it; otherwise nothing is to be done.",
  },
  "third-place": {
    title: "Mail goes to a third place",
    meaning:
      "The mail server keeps out of mail that goes neither to it nor to the Plesk server. The move goes on by itself once the mail goes to one of the two.",
    remedy:
      "If the mail server shall handle it, let it take the mail first, then point the MX to it; otherwise nothing is to be done.",
  },
  "mx-astray": {
    title: "MX no longer names the mail server",
    meaning:
      "Local mail is off, but a name server answers otherwise than it was left: mail is refused at home or goes to a third place.",
    remedy: "Set the wanted MX where the DNS is served. It is checked at each look until it is right.",
  },
  "not-accepted": {
    title: "An address is refused",
    meaning: "In the proof the server that will get the mail did not accept every address, so the MX was not moved.",
    remedy: "Open the domain on the server that refuses, make the address accept mail, then synchronize this account.",
  },
  "client-first": {
    title: "Its client has a problem",
    meaning: "The client that owns it could not be made on the mail server, so the domain cannot be made there either.",
    remedy: "Solve the client's problem; the domain then goes on by itself.",
  },
  "domain-first": {
    title: "Its main domain has a problem",
    meaning: "The main domain of its subscription could not be made on the mail server, so this one cannot be either.",
    remedy: "Solve the main domain's problem; this one then goes on by itself.",
  },
  "gone-from-mail-server": {
    title: "Gone from the mail server",
    meaning: "Somebody removed on the mail server what belongs to this account. Nothing was made anew in its place.",
    remedy: "If it was removed by mistake, restore it there with its mail; then synchronize this account.",
  },
  "changed-on-both-sides": {
    title: "Changed on both sides",
    meaning: "The same field was changed on the assigned server and on the mail server, to different values.",
    remedy: "Make the two equal on either side, then synchronize this account.",
  },
  "changed-by-someone": {
    title: "Changed by someone else",
    meaning: "A value that was written from here has been changed by someone else, and is not overwritten.",
    remedy: "Set it back, or make the other side equal, then synchronize this account.",
  },
  "licence-full": {
    title: "Licence is full",
    meaning: "The mail server's licence has no room for another client or domain.",
    remedy: "Extend the licence of the mail server; synchronizing then goes on.",
  },
  refused: {
    title: "Plesk refused an operation",
    meaning: "Plesk did not carry out a change that this account needs.",
    remedy: "Read its words, put right what they name, then synchronize this account.",
  },
  "name-servers-disagree": {
    title: "Name servers disagree",
    meaning: "The domain's name servers do not all answer with the same MX, so the move waits.",
    remedy: "Bring the secondary name servers up to date. It is looked at again and goes on by itself.",
  },
  "mailboxes-gone": {
    title: "Mailboxes gone from the assigned server",
    meaning:
      "This Plesk removes mailboxes when mail is switched off. It was found out with this one domain: nothing more is switched off there.",
    remedy:
      "New mail is safe on the mail server, and the server's other domains keep local mail on. Restore the mailboxes from the Plesk server's backup, or see that they were removed on purpose; then let the server go on.",
  },
  "suspended-there": {
    title: "Suspended on the mail server",
    meaning:
      "Somebody has suspended it there, so its mail would be refused. Until it is resumed its mail goes on as before.",
    remedy: "Resume the domain, its subscription or its owner on the mail server; it then goes on by itself.",
  },
  "suspended-at-home": {
    title: "Suspended at home",
    meaning:
      "It is on its way home, but its Plesk server refuses mail for what is suspended; the mail server takes it.",
    remedy: "Resume it on the Plesk server, or let it go home suspended: its mail is then refused there.",
  },
  "snapshot-differs": {
    title: "Not restored exactly",
    meaning: "Something that was recorded before the assignment could not be restored as it was.",
    remedy: "Compare the recorded values with the server and put the named one right there.",
  },
  missing: {
    title: "Gone from the assigned server",
    meaning: "The assigned server no longer lists it. Its mail account is kept: absence removes nothing.",
    remedy: "If it was removed on purpose, close this account; otherwise restore it there.",
  },
} satisfies Record<string, Problem>;

export type ProblemCode = keyof typeof problems;

export const problemCodes = Object.keys(problems) as ProblemCode[];

export function problem(code: string): Problem {
  return (
    (problems as Record<string, Problem>)[code] ?? {
      title: code,
      meaning: "The synchronization stopped at this account.",
      remedy: "Read the particular words below, put right what they name, then synchronize this account.",
    }
  );
}
