import { type Call, change, one, operation, read } from "./call";
import { address } from "./certificate";
import { child, type Element, every, filled, Malformed, plain, text, toWhole, whole } from "./element";
import type { Identity, ServiceState } from "./objects";
import { el, optional } from "./xml";

/** The protocol versions that the panel speaks. Works for every role and without a version in the packet. */
export const protocols = (): Call<string[], "read"> =>
  read(
    [operation("server", "get_protos", [])],
    one((result) => every(child(result, "protos"), "proto").map(plain)),
  );

/** Who the panel is, its licence, what it counts, its services and disk. */
export const identity = (): Call<Identity, "read"> =>
  read(
    [
      operation(
        "server",
        "get",
        ["key", "gen_info", "stat", "services_state"].map((block) => el(block)),
      ),
    ],
    one(decodeIdentity),
  );

/** Who the panel is, and nothing else: cheap enough to go with every packet that something depends on. */
export const guid = (): Call<string, "read"> =>
  read(
    [operation("server", "get", [el("gen_info")])],
    one((result) => guidOf(child(result, "gen_info"))),
  );

const guidOf = (general: Element): string => filled(general, "server_guid").toLowerCase();

function decodeIdentity(result: Element): Identity {
  const general = child(result, "gen_info");
  const statistics = child(result, "stat");
  const objects = child(statistics, "objects");
  const version = child(statistics, "version");
  const licence = child(result, "key");
  const states = servicesIn(child(result, "services_state"));
  return {
    guid: guidOf(general),
    name: filled(general, "server_name").toLowerCase(),
    version: filled(version, "plesk_version"),
    os: `${text(version, "plesk_os")} ${text(version, "plesk_os_version")}`.trim(),
    limits: { domains: limitIn(licence, "lim_dom"), clients: limitIn(licence, "lim_cl") },
    counts: { clients: whole(objects, "clients"), domains: whole(objects, "domains") },
    // One id, `mail`, stands for IMAP and POP3 together.
    services: { smtp: states("smtp"), mailbox: states("mail"), dns: states("dns") },
    disk: fullestDisk(child(statistics, "diskspace")),
  };
}

/** A licence's limit: -1 is unlimited. */
function limitIn(licence: Element, name: string): number | null {
  const property = every(licence, "property").find((candidate) => text(candidate, "name") === name);
  if (!property) throw new Malformed(`the licence does not tell its limit ${name}`);
  const limit = toWhole(text(property, "value"), name);
  return limit < 0 ? null : limit;
}

const stateWords: Readonly<Record<string, ServiceState>> = { running: "running", stopped: "stopped", none: "absent" };

/** Which services are listed differs between systems: one that is not listed is absent, not down. */
function servicesIn(states: Element): (id: string) => ServiceState {
  const services = every(states, "srv");
  return (id) => {
    const service = services.find((candidate) => text(candidate, "id") === id);
    if (!service) return "absent";
    const state = stateWords[text(service, "state")];
    if (!state) throw new Malformed(`the state of the service ${id} is neither running, stopped nor none`);
    return state;
  };
}

function fullestDisk(disks: Element): Identity["disk"] {
  const devices = every(disks, "device").map((device) => ({
    used: whole(device, "used"),
    total: whole(device, "total"),
  }));
  const real = devices.filter(({ total }) => total > 0);
  return real.sort((a, b) => b.used / b.total - a.used / a.total)[0] ?? null;
}

export interface SessionRequest {
  login: string;
  /** The browser's address as the panel will see it. */
  userIp: string;
  /** Name of the host that asks. */
  sourceHost?: string;
  startingUrl?: string;
}

const base64 = (value: string): string => Buffer.from(value, "utf8").toString("base64");

/**
 * A one-time session for `login`: a token for the browser, good once and for a short time. Never stored, never logged.
 * Addresses go in base64, which every version of the panel understands.
 */
export const createSession = ({
  login,
  userIp,
  sourceHost,
  startingUrl,
}: SessionRequest): Call<{ token: string }, "change"> =>
  change(
    [
      operation("server", "create_session", [
        el("login", login),
        el("data", [
          el("user_ip", base64(userIp)),
          optional("starting_url", startingUrl),
          el("source_server", base64(sourceHost ?? "")),
        ]),
      ]),
    ],
    one((result) => ({ token: filled(result, "id") })),
  );

/** Where a browser hands a session token in, by POST: in a form the token stays out of histories and logs. */
export const sessionUrl = (host: string, port: number): string =>
  `https://${address(host, port)}/enterprise/rsession_init.php`;

/** The fields of that form. `path` is a path of the panel to go to after signing in. */
export const sessionFields = (token: string, path?: string): Record<string, string> => ({
  PLESKSESSID: token,
  ...(path !== undefined && { success_redirect_url: path }),
});
