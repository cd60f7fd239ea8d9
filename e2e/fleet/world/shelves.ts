import type { Account, Domain, DomainAlias, MailName, PleskServer, Zone } from "../model";

type Keys<T, K extends string> = Record<K, (row: T) => string | number | undefined>;

/**
 * Finds the rows of one array by several keys. The model stays plain data; this stands beside it and is kept true by
 * the verbs. Rows pushed or spliced around it are noticed by the array's length; a key changed around it is not.
 */
export class Shelf<T, K extends string> {
  private found = new Map<K, Map<string, T[]>>();
  private seen: T[] | undefined;
  private count = 0;

  constructor(
    private readonly rows: () => T[],
    private readonly keys: Keys<T, K>,
  ) {}

  one(key: K, value: string | number): T | undefined {
    return this.all(key, value)[0];
  }

  all(key: K, value: string | number): readonly T[] {
    this.refresh();
    return this.found.get(key)?.get(String(value)) ?? [];
  }

  insert(row: T): T {
    this.refresh();
    this.rows().push(row);
    this.enter(row);
    this.count += 1;
    return row;
  }

  remove(row: T): void {
    this.refresh();
    const at = this.rows().indexOf(row);
    if (at < 0) return;
    this.leave(row);
    this.rows().splice(at, 1);
    this.count -= 1;
  }

  /** Changes a row whose keys may change with it. */
  change(row: T, edit: () => void): void {
    this.refresh();
    this.leave(row);
    edit();
    this.enter(row);
  }

  private refresh(): void {
    const rows = this.rows();
    if (this.seen === rows && this.count === rows.length) return;
    this.found = new Map(Object.keys(this.keys).map((key) => [key as K, new Map()]));
    this.seen = rows;
    this.count = rows.length;
    for (const row of rows) this.enter(row);
  }

  private enter(row: T): void {
    for (const [key, drawer] of this.found) {
      const value = this.keys[key](row);
      if (value === undefined) continue;
      const same = drawer.get(String(value));
      if (same) same.push(row);
      else drawer.set(String(value), [row]);
    }
  }

  private leave(row: T): void {
    for (const [key, drawer] of this.found) {
      const value = this.keys[key](row);
      if (value === undefined) continue;
      const rest = (drawer.get(String(value)) ?? []).filter((other) => other !== row);
      if (rest.length > 0) drawer.set(String(value), rest);
      else drawer.delete(String(value));
    }
  }
}

function shelvesOf(server: PleskServer) {
  return {
    accounts: new Shelf(() => server.accounts, {
      id: (row: Account) => row.id,
      guid: (row: Account) => row.guid,
      login: (row: Account) => row.login,
      lowerLogin: (row: Account) => row.login.toLowerCase(),
      externalId: (row: Account) => row.externalId || undefined,
      owner: (row: Account) => (row.kind === "administrator" ? undefined : row.ownerId),
    }),
    domains: new Shelf(() => server.domains, {
      id: (row: Domain) => row.id,
      guid: (row: Domain) => row.guid,
      name: (row: Domain) => row.name,
      asciiName: (row: Domain) => row.asciiName,
      externalId: (row: Domain) => row.externalId || undefined,
      owner: (row: Domain) => (row.kind === "webspace" ? row.ownerId : undefined),
      webspace: (row: Domain) => (row.kind === "site" ? row.webspaceId : undefined),
      parent: (row: Domain) => row.parentId,
    }),
    aliases: new Shelf(() => server.aliases, {
      id: (row: DomainAlias) => row.id,
      name: (row: DomainAlias) => row.name,
      asciiName: (row: DomainAlias) => row.asciiName,
      domain: (row: DomainAlias) => row.domainId,
    }),
    mailNames: new Shelf(() => server.mailNames, {
      id: (row: MailName) => row.id,
      domain: (row: MailName) => row.domainId,
      address: (row: MailName) => `${row.domainId} ${row.name.toLowerCase()}`,
    }),
    zones: new Shelf(() => server.zones, {
      domain: (row: Zone) => row.domainId,
      alias: (row: Zone) => row.aliasId,
      name: (row: Zone) => row.asciiName,
    }),
  };
}

const shelves = new WeakMap<PleskServer, ReturnType<typeof shelvesOf>>();

/** The ways to find things on a server quickly. */
export function shelf(server: PleskServer): ReturnType<typeof shelvesOf> {
  let known = shelves.get(server);
  if (!known) {
    known = shelvesOf(server);
    shelves.set(server, known);
  }
  return known;
}
