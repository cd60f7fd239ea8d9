import type { Random } from "../random";
import { type Address, box, type Household, megabyte, type Plot } from "./household";
import { colours, companyForms, firstNames, lastNames, rooms, towns, trades } from "./words";

/** Makes household after household, with names that no other server of the fleet uses. */
export function ordinaryHouseholds(random: Random, serverNumber: number): (room: number) => Household {
  const round = Math.floor(serverNumber / towns.length);
  const town = `${towns[serverNumber % towns.length]}${round ? round + 1 : ""}`;
  const taken = new Map<string, number>();
  const once = (name: string) => {
    const seen = (taken.get(name) ?? 0) + 1;
    taken.set(name, seen);
    return seen === 1 ? name : `${name}${seen}`;
  };
  const domainName = () =>
    `${once(`${random.pick(colours)}-${random.pick(trades)}`)}-${town}.${random.chance(0.85) ? "example" : "test"}`;

  return (room) => {
    const first = random.pick(firstNames);
    const last = random.pick(lastNames);
    const main = domainName();
    const company = random.chance(0.6)
      ? `${titled(main.split(`-${town}.`)[0] ?? main)} ${random.pick(companyForms)}`
      : "";
    const domains = [plot(random, main, first)];
    if (room > 1 && random.chance(0.25)) domains.push({ ...plot(random, domainName(), first), within: main });
    if (room > domains.length && random.chance(0.08)) {
      domains.push({ ...plot(random, `${random.pick(["team", "news", "shop"])}.${main}`, first), within: main });
    }
    return {
      client: {
        kind: "customer",
        login: once(`${plain(first).slice(0, 1)}${plain(last)}`),
        contactName: `${first} ${last}`,
        company,
        suspended: random.chance(0.03),
      },
      domains,
    };
  };
}

function plot(random: Random, name: string, owner: string): Plot {
  const rare = random.next();
  const catchAll = random.chance(0.05);
  return {
    name,
    mail: rare < 0.04 ? "off" : "on",
    hostedMail: rare >= 0.04 && rare < 0.06,
    suspended: rare >= 0.06 && rare < 0.08,
    aliases: random.chance(0.08)
      ? [{ name: name.replace(/\.[a-z]+$/, "-online.example"), mail: random.chance(0.7) }]
      : [],
    ...(catchAll ? { nonexistentUser: { kind: "forward", address: `${plain(owner)}@${name}` } } : {}),
    addresses: addresses(random, name, plain(owner)),
  };
}

function addresses(random: Random, domain: string, owner: string): Address[] {
  const others = new Set(Array.from({ length: random.below(4) }, () => random.pick(rooms)));
  return [box(owner), ...[...others].map((name) => address(random, name, `${owner}@${domain}`))];
}

function address(random: Random, name: string, owner: string): Address {
  const kind = random.next();
  if (kind < 0.15) return { name, forward: [owner] };
  if (kind < 0.22) return box(name, { forward: [`${name}@private-post.test`] });
  if (kind < 0.28) return box(name, { autoresponder: { subject: "Away", text: "We are back on Monday." } });
  if (kind < 0.38) return box(name, { aliases: [`${name}.desk`] });
  return box(name, { quota: random.pick([-1, 100 * megabyte, 500 * megabyte, 1024 * megabyte]) });
}

/** Letters that a login or a local part can have everywhere. */
function plain(name: string): string {
  const replaced = name.toLowerCase().replace(/ø/g, "o").replace(/ł/g, "l").replace(/ı/g, "i");
  return replaced.normalize("NFD").replace(/[^a-z]/g, "");
}

const titled = (name: string) =>
  name
    .split("-")
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join(" ");
