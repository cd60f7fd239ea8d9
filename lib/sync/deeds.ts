import { aliasesOf, createAlias, setAlias } from "@/lib/plesk/aliases";
import { buttons, buttonsById, createButton, removeButton } from "@/lib/plesk/buttons";
import type { Call } from "@/lib/plesk/call";
import { clientsByExternalId, clientsById, createClient, updateClient } from "@/lib/plesk/clients";
import { addRecord, records, removeRecord } from "@/lib/plesk/dns";
import {
  createMainDomain,
  createSite,
  domainsById,
  mainDomainsByExternalId,
  renameMainDomain,
  renameSite,
  setOwner,
  sitesByName,
} from "@/lib/plesk/domains";
import {
  addMailAliases,
  addressesByName,
  createAddress,
  mailPreferences,
  setCatchAll,
  setMailService,
  updateAddress,
} from "@/lib/plesk/mail";
import type { RemoteAlias, RemoteRecord } from "@/lib/plesk/objects";
import { changedSince } from "./at-home";
import { plainAddress, same } from "./facts";
import type { Operation, OperationOf } from "./operations";
import { conflict, type Deed, due, of, settled, type Verdict } from "./verdict";

/** How each kind of operation is carried out: what to read about it, and what that reading says. */

export interface Means {
  password(): string;
}

export function deed(operation: Operation, means: Means): Deed {
  switch (operation.kind) {
    case "create-client":
      return of(clientsByExternalId([operation.externalId]), (found) => {
        const client = found.get(operation.externalId);
        if (client) return settled(client);
        const { login, name, company, email, externalId } = operation;
        const description = "Mail account of an assigned Plesk server";
        return due(() =>
          createClient({ login, password: means.password(), name, company, email, externalId, description }),
        );
      });
    case "update-client":
      return of(clientsById([operation.id]), (found) => {
        const client = found.get(operation.id);
        if (!client) return conflict("gone-from-mail-server", "The client is no longer on the mail server.");
        const { login, name, company, email } = { ...client, ...operation.values };
        const same =
          login === client.login && name === client.name && company === client.company && email === client.email;
        return same ? settled(client) : due(() => updateClient(operation.id, operation.values));
      });
    case "create-domain":
      return of(mainDomainsByExternalId([operation.externalId]), (found) => {
        const domain = found.get(operation.externalId);
        if (domain) return settled(domain.id);
        const { name, owner, ipAddress, externalId } = operation;
        const description = "Mail account of an assigned Plesk server";
        return due(() => createMainDomain({ name, owner, ipAddress, externalId, description, mail: false }));
      });
    case "create-site":
      return of(sitesByName([operation.name]), (found) => {
        const site = found.get(operation.name);
        if (!site)
          return due(() => createSite({ name: operation.name, subscription: operation.subscription, mail: false }));
        if (site.subscription === operation.subscription) return settled(site.id);
        return conflict("domain-taken", `${operation.name} exists on the mail server in another subscription.`);
      });
    case "rename-domain":
      return of(domainsById([operation.id]), (found) => {
        const domain = found.get(operation.id);
        if (!domain) return conflict("gone-from-mail-server", "The domain is no longer on the mail server.");
        if (domain.ascii === operation.ascii) return settled(domain);
        const rename = operation.domain === "main" ? renameMainDomain : renameSite;
        return due(() => rename(operation.id, operation.name));
      });
    case "set-owner":
      return of(domainsById([operation.id]), (found) => {
        const domain = found.get(operation.id);
        if (!domain) return conflict("gone-from-mail-server", "The domain is no longer on the mail server.");
        return domain.owner === operation.owner ? settled(domain) : due(() => setOwner(operation.id, operation.owner));
      });
    case "create-alias":
      return of(aliasesOf([operation.domain]), (found) => {
        if (found.some((alias) => alias.ascii === operation.ascii)) return settled(found);
        return due(() => createAlias({ domain: operation.domain, name: operation.name, mail: true, dns: false }));
      });
    case "set-alias":
      return of(aliasesOf([operation.domain]), (found) => {
        const alias = found.find((candidate) => candidate.id === operation.alias);
        if (!alias) return conflict("gone-from-mail-server", `The domain alias ${operation.name} is gone.`);
        return alias.mail === operation.mail
          ? settled(found)
          : due(() => setAlias(operation.alias, { mail: operation.mail }));
      });
    case "mail-service":
      return mailService(operation);
    case "catch-all":
      return preferences(operation, (mail) =>
        same(mail.catchAll, operation.value)
          ? settled(mail)
          : due(() => setCatchAll(operation.domain, operation.value)),
      );
    case "create-address":
      return of(addressesByName(operation.domain, [operation.address.name]), (found) => {
        const [address] = found;
        if (address) return settled(address);
        const password = operation.password ?? means.password();
        return due(() => createAddress(operation.domain, operation.address, password));
      });
    case "update-address":
      return of(addressesByName(operation.domain, [operation.address.name]), (found) => {
        const [address] = found;
        const name = `${operation.address.name}@${operation.at}`;
        if (!address) return conflict("gone-from-mail-server", `${name} is no longer there.`);
        const present = plainAddress(address);
        if (same(present, operation.address)) return settled(address);
        if (!same(present, operation.asSeen))
          return { is: "overtaken", why: `${name} has just been changed on the mail server; it is looked at again.` };
        return due(() => updateAddress(operation.domain, operation.address, address));
      });
    case "add-mail-aliases":
      return of(addressesByName(operation.domain, [operation.name]), ([address]) => {
        if (!address) return conflict("missing", `${operation.name}@${operation.at} is no longer there.`);
        const lacking = operation.aliases.filter((alias) => !address.aliases.includes(alias));
        return lacking.length === 0
          ? settled(address)
          : due(() => addMailAliases(operation.domain, operation.name, lacking));
      });
    case "add-mx":
      return of(records([operation.zone], ["MX"]), (found) => {
        const { host, preference } = operation.mx;
        const there = found.find((r) => r.host === operation.name && r.value === host);
        if (there && Number(there.option) === preference) return settled(found);
        const option = String(preference);
        return due(() => addRecord(operation.zone, { type: "MX", host: "", value: host, option }));
      });
    case "remove-mx":
      return removeMx(operation);
    case "create-button":
      return of(buttons(), (found) => {
        const button = found.find((b) => b.url === operation.url && b.place === operation.place);
        if (button) return settled(button.id);
        const { place, url, text, hint } = operation;
        const components = ["dom_id", "dom_name", "cl_id"] as const;
        return due(() => createButton({ place, url, text, hint, components: [...components], sortKey: 10 }));
      });
    case "remove-button":
      return of(buttonsById([operation.button]), ([button]) => {
        if (!button || button.url !== operation.url) return settled(null);
        return due(() => removeButton(operation.button));
      });
  }
}

/**
 * The set is never left without the records that must stay: they are looked for in the same reading that decides the
 * removal. A record whose id meanwhile stands for something else is not ours to remove.
 */
function removeMx(operation: OperationOf<"remove-mx">): Deed {
  return of(records([operation.zone], ["MX"]), (found) => {
    const atName = found.filter((record) => record.host === operation.name);
    const record = atName.find((candidate) => candidate.id === operation.record);
    if (!record) return settled(found);
    if (record.value !== operation.mx.host)
      return conflict(
        "changed-by-someone",
        `An MX record of ${operation.name} was changed to ${record.value} meanwhile.`,
      );
    const missing = operation.keep.find((mx) => !atName.some((r) => r.value === mx.host && r.id !== record.id));
    if (missing || operation.keep.length === 0)
      return conflict(
        "changed-by-someone",
        `The MX record for ${missing?.host ?? "the new server"} is gone from ${operation.name}.`,
      );
    return due(() => removeRecord(operation.record));
  });
}

/**
 * Local mail goes off only where all that it was decided from is still so: a process may have stood still since, and a new
 * alias would lose its mail.
 */
function mailService(operation: OperationOf<"mail-service">): Deed {
  const { domain, on, asSeen } = operation;
  const deed = preferences(operation, (mail) =>
    mail.service === on ? settled(mail) : due(() => setMailService(domain, on)),
  );
  if (!asSeen) return deed;
  const owners = asSeen.zones.map(({ owner }) => owner);
  return {
    looks: [...deed.looks, aliasesOf([domain]), records(owners, ["MX"])],
    judge(states) {
      const verdict = deed.judge(states);
      if (verdict.is !== "due") return verdict;
      const [, aliases, mx] = states as [unknown, RemoteAlias[], RemoteRecord[]];
      const why = changedSince(asSeen, aliases, mx);
      return why === null ? verdict : { is: "overtaken", why };
    },
  };
}

function preferences(
  operation: OperationOf<"mail-service"> | OperationOf<"catch-all">,
  judge: (mail: Exclude<MailState, "missing">) => Verdict,
): Deed {
  return of(mailPreferences([operation.domain]), (found) => {
    const mail = found.get(operation.domain);
    if (!mail || mail === "missing")
      return conflict(
        operation.side === "central" ? "gone-from-mail-server" : "missing",
        `${operation.name} is no longer there.`,
      );
    return judge(mail);
  });
}

type MailState = ReturnType<typeof mailPreferences> extends Call<Map<infer _Id, infer V>, "read"> ? V : never;
