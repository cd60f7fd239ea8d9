import type {
  Address,
  AliasId,
  ButtonId,
  CatchAll,
  ClientId,
  DomainId,
  RecordId,
  ZoneOwner,
} from "@/lib/plesk/objects";
import type { MailAtHome } from "./at-home";
import type { Mx } from "./facts";

/** One remote change, complete in itself: on which side, to what, with the value wanted. */
export type Operation = { accountId: number | null; reason: string } & (
  | {
      kind: "create-client";
      side: "central";
      externalId: string;
      login: string;
      name: string;
      company: string;
      email: string;
    }
  | {
      kind: "update-client";
      side: "central";
      id: ClientId;
      values: { login?: string; name?: string; company?: string; email?: string };
    }
  | {
      kind: "create-domain";
      side: "central";
      externalId: string;
      name: string;
      ascii: string;
      owner: ClientId | null;
      ipAddress: string;
    }
  | {
      kind: "create-site";
      side: "central";
      name: string;
      ascii: string;
      subscription: DomainId;
    }
  | { kind: "rename-domain"; side: "central"; id: DomainId; domain: "main" | "site"; name: string; ascii: string }
  /** `to`: the owner in words. */
  | { kind: "set-owner"; side: "central"; id: DomainId; name: string; owner: ClientId | null; to: string }
  | { kind: "create-alias"; side: "central"; domain: DomainId; name: string; ascii: string }
  | { kind: "set-alias"; side: "central"; domain: DomainId; alias: AliasId; name: string; mail: boolean }
  /**
   * `heardAt`: when the name servers were asked whose answers it was decided from; `asSeen`: what is at home that it was
   * decided from. It is not done long after the one, nor where the other has changed.
   */
  | {
      kind: "mail-service";
      side: "source" | "central";
      domain: DomainId;
      name: string;
      on: boolean;
      heardAt?: number | null;
      asSeen?: MailAtHome;
    }
  | { kind: "catch-all"; side: "source" | "central"; domain: DomainId; name: string; value: CatchAll }
  | {
      kind: "create-address";
      side: "source" | "central";
      domain: DomainId;
      at: string;
      address: Address;
      /** Null: a random one, and its owner needs a password. */
      password: string | null;
    }
  /** `asSeen`: the address there that it was decided from. One that somebody has changed since is not overwritten. */
  | { kind: "update-address"; side: "central"; domain: DomainId; at: string; address: Address; asSeen: Address }
  /** Mail aliases for an address at home; whatever else of it somebody changes meanwhile stays. */
  | { kind: "add-mail-aliases"; side: "source"; domain: DomainId; at: string; name: string; aliases: string[] }
  /** `bare`: the zone was left without any MX; that is mended at once. */
  | { kind: "add-mx"; side: "source"; zone: ZoneOwner; name: string; mx: Mx; bare: boolean }
  | { kind: "remove-mx"; side: "source"; zone: ZoneOwner; name: string; record: RecordId; mx: Mx; keep: Mx[] }
  | {
      kind: "create-button";
      side: "source";
      place: "domain" | "client" | "admin";
      url: string;
      text: string;
      hint: string;
    }
  | { kind: "remove-button"; side: "source"; button: ButtonId; place: string; url: string }
);

export type Kind = Operation["kind"];
export type OperationOf<K extends Kind> = Extract<Operation, { kind: K }>;

/**
 * The order of kinds within a round: additive first, disruptive last. What builds on the result of another is planned
 * a round later, when that result has been read back.
 */
const ORDER: readonly Kind[] = [
  "create-client",
  "update-client",
  "create-domain",
  "create-site",
  "rename-domain",
  "set-owner",
  "create-alias",
  "set-alias",
  "create-address",
  "update-address",
  "add-mail-aliases",
  "catch-all",
  "create-button",
  "add-mx",
  "mail-service",
  "remove-mx",
  "remove-button",
];

export const rank = (operation: Operation): number => ORDER.indexOf(operation.kind);

/** Changes how mail flows, and is bounded for that by the change budget. The others only add. */
export const disruptive = (operation: Operation): boolean =>
  operation.kind === "remove-mx" ||
  (operation.kind === "add-mx" && !operation.bare) ||
  (operation.kind === "mail-service" && (operation.side === "source" || !operation.on));

const ACCEPTING: ReadonlySet<Kind> = new Set([
  "rename-domain",
  "create-alias",
  "set-alias",
  "create-address",
  "update-address",
  "catch-all",
]);

/** Says to the mail server whose mail a domain takes. */
export const isAccepting = ({ kind, side }: Operation): boolean => side === "central" && ACCEPTING.has(kind);

/** The change in words, as shown before and after it is made. */
export function summary(operation: Operation): string {
  switch (operation.kind) {
    case "create-client":
      return `create client ${operation.login}`;
    case "update-client":
      return `change client: ${Object.entries(operation.values)
        .map(([field, value]) => `${field} ${value}`)
        .join(", ")}`;
    case "create-domain":
    case "create-site":
      return `create domain ${operation.name}`;
    case "rename-domain":
      return `rename domain to ${operation.name}; its mailboxes keep their mail`;
    case "set-owner":
      return `give ${operation.name} to ${operation.to}`;
    case "create-alias":
      return `create domain alias ${operation.name}`;
    case "set-alias":
      return `switch mail ${operation.mail ? "on" : "off"} for domain alias ${operation.name}`;
    case "mail-service":
      return `switch ${operation.side === "source" ? "local " : ""}mail ${operation.on ? "on" : "off"} for ${operation.name}`;
    case "catch-all":
      return `set what happens to unknown addresses of ${operation.name}`;
    case "create-address":
      return `create address ${operation.address.name}@${operation.at}`;
    case "update-address":
      return `change address ${operation.address.name}@${operation.at}`;
    case "add-mail-aliases":
      return `add mail alias ${operation.aliases.join(", ")} to ${operation.name}@${operation.at}`;
    case "add-mx":
      return `add MX ${operation.mx.preference} ${operation.mx.host} to ${operation.name}`;
    case "remove-mx":
      return `remove MX ${operation.mx.preference} ${operation.mx.host} from ${operation.name}`;
    case "create-button":
      return `add the Mail button (${operation.place})`;
    case "remove-button":
      return `remove the Mail button (${operation.place})`;
  }
}
