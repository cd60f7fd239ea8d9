import { digest } from "./facts";
import type { Group } from "./groups";
import type { Outline } from "./observe";
import type { Answered } from "./observe-group";
import type { Pair } from "./world";

/**
 * Tells a group's print: a digest of everything from which it can be concluded that all of the group are at rest. That is
 * what both servers answered, byte for byte, what the assigned server's lists tell, our own accounts with the digests of
 * what was seen last, and what is wished. Null when an answer did not come whole.
 *
 * So a print never becomes wrong, and nothing has to be done to keep it right: whatever changes anywhere makes another
 * print, also a change of ours, which changes the account's digests. The same one means that understanding the answers
 * would lead to the same conclusion.
 */
export function printer({ assignment, source, central }: Pair, { ipAddresses, dnsIsRemote, aliases }: Outline) {
  const context = digest([
    assignment.wish,
    [source.guid, source.name],
    [central.guid, central.name, central.mxHost],
    ipAddresses,
    dnsIsRemote,
  ]);
  return ({ clients, domains, accounts }: Group, ...answers: Answered<unknown>[]): string | null => {
    const heard = answers.map(({ print }) => print);
    if (heard.includes(null)) return null;
    const ours = accounts.map(({ id, print }) => `${id} ${print}`);
    return digest([context, heard, clients, domains, domains.map(({ id }) => aliases.get(id)), ours]);
  };
}
