import { meansMissing, meansNoMail, unsaidCatchAll } from "./assumptions";
import { allDone, type Call, change, filters, idIn, isBlank, list, one, only, operation, read } from "./call";
import {
  child,
  children,
  type Element,
  filled,
  flag,
  Malformed,
  perhaps,
  perhapsFlag,
  perhapsText,
  plain,
  whole,
} from "./element";
import { decodeAddress, encodeAddress } from "./mailname";
import type { Address, CatchAll, DomainId, MailPreferences, RemoteAddress } from "./objects";
import { el, type XmlNode } from "./xml";

/**
 * Mail settings of domains, each one asked for as settings, or "missing" when there is no such domain or it is a
 * subdomain that cannot carry mail there. A panel that leaves out a domain without saying that it is missing is Malformed. No ids: not sent.
 */
export const mailPreferences = (ids: readonly DomainId[]): Call<Map<DomainId, MailPreferences | "missing">, "read"> =>
  read(
    filters("site-id", ids).map((filter) => operation("mail", "get_prefs", [filter])),
    () => {
      const answers = new Map<DomainId, MailPreferences | "missing">(ids.map((id) => [id, "missing"]));
      let missing = answers.size;
      let refused = 0;
      return {
        result(result) {
          const id = idIn<"domain">(result, "site-id");
          if (answers.get(id) !== "missing") throw new Malformed(`mail settings of domain ${id} come unasked or twice`);
          answers.set(id, decodePreferences(child(result, "prefs")));
          missing -= 1;
        },
        // A refusal does not say which domain it is about: those without settings are as many as the refusals.
        refused(code) {
          refused += 1;
          return meansMissing(code) || meansNoMail(code);
        },
        done() {
          if (missing !== refused) throw new Malformed(`${missing} domains have no settings, ${refused} are missing`);
          return answers;
        },
      };
    },
  );

/** `none` is a mail service that was never configured. */
function decodePreferences(preferences: Element): MailPreferences {
  if (perhaps(preferences, "none"))
    return { service: false, catchAll: { kind: "reject" }, webmail: "none", dkim: false, greylisting: false };
  const service = flag(preferences, "mailservice");
  const unknown = perhaps(preferences, "nonexistent-user");
  return {
    service,
    catchAll: unknown ? decodeCatchAll(unknown) : unsaidCatchAll(service),
    webmail: perhapsText(preferences, "webmail") || "none",
    // Told only where the component is installed.
    dkim: perhapsFlag(preferences, "spam-protect-sign") ?? false,
    greylisting: perhapsFlag(preferences, "greylisting") ?? false,
  };
}

function decodeCatchAll(unknown: Element): CatchAll {
  const [choice, second] = children(unknown);
  if (!choice || second) throw new Malformed("<nonexistent-user> does not hold exactly one choice");
  if (choice.name === "reject") return { kind: "reject" };
  if (choice.name === "bounce") return { kind: "bounce", text: plain(choice) };
  if (choice.name === "forward") return { kind: "forward", address: plain(choice).toLowerCase() };
  throw new Malformed(`<nonexistent-user> holds <${choice.name}>`);
}

/**
 * Switches a domain's mail service. Mailboxes stay; "not configured", which removes them, is never written. Some
 * panels refuse to switch what is already so: read first.
 */
export function setMailService(id: DomainId, on: boolean): Call<void, "change"> {
  const operations = [operation("mail", on ? "enable" : "disable", [el("site-id", id)])];
  return change(operations, allDone(operations));
}

/** Gives an address more aliases; what else it has stays, whoever changed it last. `exists` when one is taken. */
export function addMailAliases(domain: DomainId, name: string, aliases: readonly string[]): Call<void, "change"> {
  const more = el("mailname", [el("name", name), ...aliases.map((alias) => el("alias", alias))]);
  const operations = [operation("mail", "update", [el("add", [el("filter", [el("site-id", domain), more])])])];
  return change(operations, allDone(operations));
}

/** Sets what happens to mail for addresses that do not exist. */
export function setCatchAll(id: DomainId, catchAll: CatchAll): Call<void, "change"> {
  const preferences = el("prefs", [el("nonexistent-user", [encodeCatchAll(catchAll)])]);
  const operations = [operation("mail", "set_prefs", [only("site-id", id), preferences])];
  return change(operations, allDone(operations));
}

function encodeCatchAll(catchAll: CatchAll): XmlNode {
  if (catchAll.kind === "forward") return el("forward", catchAll.address);
  return catchAll.kind === "bounce" ? el("bounce", catchAll.text) : el("reject");
}

const wantedParts = [el("mailbox"), el("forwarding"), el("aliases"), el("autoresponder")];

/** All addresses of a domain. */
export const addresses = (id: DomainId): Call<RemoteAddress[], "read"> => ({
  kind: "read",
  // A look asks for thousands of domains: what one operation consists of lives only while it is written.
  get operations() {
    return [operation("mail", "get_info", [only("site-id", id), ...wantedParts])];
  },
  collect: collectAddresses,
});

const collectAddresses = list(decodeResult);

/** Those of the named addresses that exist. No names: not sent. */
export const addressesByName = (id: DomainId, names: readonly string[]): Call<RemoteAddress[], "read"> =>
  read(
    filters("name", names).map(({ content }) => {
      const filter = typeof content === "string" ? [] : content;
      return operation("mail", "get_info", [el("filter", [el("site-id", id), ...filter]), ...wantedParts]);
    }),
    list(decodeResult, meansMissing),
  );

/** How many bytes lie in each mailbox of a domain. Mailboxes whose use the panel does not tell are absent. */
export const mailboxUsage = (id: DomainId): Call<{ name: string; bytes: number }[], "read"> =>
  read(
    [operation("mail", "get_info", [only("site-id", id), el("mailbox"), el("mailbox-usage")])],
    list((result) => {
      const mailname = perhaps(result, "mailname");
      const box = mailname && perhaps(mailname, "mailbox");
      if (!mailname || !box || !perhaps(box, "usage")) return undefined;
      return { name: filled(mailname, "name"), bytes: whole(box, "usage") };
    }, meansMissing),
  );

/** A domain without addresses answers with a result that holds none. */
function decodeResult(result: Element): RemoteAddress | undefined {
  const mailname = perhaps(result, "mailname");
  if (!mailname && !isBlank(result)) throw new Malformed("an address came without its <mailname>");
  return mailname && decodeAddress(mailname);
}

/** Makes an address with a password of its own. */
export const createAddress = (domain: DomainId, address: Address, password: string): Call<void, "change"> =>
  change(
    [operation("mail", "create", [el("filter", [el("site-id", domain), encodeAddress(address, { password })])])],
    one((result) => void child(child(result, "mailname"), "name")),
  );

/**
 * Makes an address what `wanted` says, from what it is (`current`, as just read). Two operations at most: `set`
 * replaces lists by what it names, but naming nothing is no list, so aliases that go are removed by name first. A
 * forward-only address never stands without a target in between, so forwards are left to `set`.
 *
 * A mailbox is never switched off, whatever `wanted` says: its messages could go with it.
 */
export function updateAddress(domain: DomainId, wanted: Address, current: Address): Call<void, "change"> {
  const kept = new Set(wanted.aliases);
  const surplus = current.aliases.filter((alias) => !kept.has(alias));
  const filter = (mailname: XmlNode) => el("filter", [el("site-id", domain), mailname]);
  const update = (kind: string, mailname: XmlNode) => operation("mail", "update", [el(kind, [filter(mailname)])]);
  const removal = el("mailname", [el("name", wanted.name), ...surplus.map((alias) => el("alias", alias))]);
  const operations = [
    ...(surplus.length > 0 ? [update("remove", removal)] : []),
    update("set", encodeAddress(wanted, { current })),
  ];
  return change(operations, allDone(operations));
}
