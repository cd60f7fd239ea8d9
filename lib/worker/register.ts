import { record } from "@/db/audit";
import { enqueueProbe } from "@/db/jobs";
import { panelColumns } from "@/db/net-status";
import type { PanelAccess } from "@/db/panels";
import { findServerByAddress, findServerByGuid, installationName, registerServer } from "@/db/registration";
import { ipAddresses } from "@/lib/plesk/addresses";
import { address } from "@/lib/plesk/certificate";
import type { Identity } from "@/lib/plesk/objects";
import { type Credential, negotiate, type Panel } from "@/lib/plesk/panel";
import { identity } from "@/lib/plesk/server";
import { createTransport } from "@/lib/plesk/transport";
import { explained } from "./faults";
import { sealKey } from "./keys";
import { makeOwnKey, type OwnKey } from "./own-key";
import { callPanel, whilePersonWaits } from "./panels";
import type { Asked, Handler } from "./question";
import { hostIn, Refusal } from "./refusal";
import { refuseWhileStopped } from "./stop";

/**
 * Registers a Plesk server. A password is used to make a secret key of this console's own and then forgotten; a given
 * key is kept. Either the server is registered with a key that works, or nothing is left behind on either side.
 */
export const register: Handler<"register"> = async (asked) => {
  const { db, payload } = asked;
  const { port, fingerprint, followsAuthority = false } = payload;
  const place: Place = { host: hostIn(payload.host), port, fingerprint, followsAuthority };
  const there = await findServerByAddress(db, place.host, place.port);
  if (there) throw new Refusal(`${address(place.host, place.port)} is registered already, as ${there.name}.`, "host");

  const credential = credentialOf(asked);
  const called = { ...place, with: "key" in credential ? ("key" as const) : ("password" as const) };
  const told = await readPanel(place, credential).catch((error) => {
    throw explained(error, called);
  });
  await refuseTwin(asked, told.who);

  const panel = callPanel({ ...place, protocol: told.protocol }, credential, whilePersonWaits);
  try {
    const own = "key" in credential ? null : await makeKey(asked, panel, { ...place, protocol: told.protocol });
    const stored = "key" in credential ? { key: credential.key, ours: false } : { key: own?.key ?? "", ours: true };
    return await store(asked, place, told, sealKey(told.who.guid, stored)).catch(async (error) => {
      await own?.discard();
      throw error;
    });
  } catch (error) {
    throw explained(error, called);
  } finally {
    await panel.close();
  }
};

/** Where a server is, and which certificate is its own. */
type Place = Pick<PanelAccess, "host" | "port" | "fingerprint" | "followsAuthority">;

interface Told {
  protocol: string;
  who: Identity;
  ips: string[];
  latency: number;
}

async function readPanel(place: Place, credential: Credential): Promise<Told> {
  const transport = createTransport({ ...place, pin: place.fingerprint, timeoutMs: whilePersonWaits });
  let protocol: string;
  try {
    protocol = await negotiate(transport, credential);
  } finally {
    await transport.close();
  }
  const panel = callPanel({ ...place, protocol }, credential, whilePersonWaits);
  try {
    const start = performance.now();
    const [who, ips] = await panel.read([identity(), ipAddresses()]);
    if (!who.ok) throw who.error;
    if (!ips.ok) throw ips.error;
    return { protocol, who: who.value, ips: ips.value, latency: Math.round(performance.now() - start) };
  } finally {
    await panel.close();
  }
}

function credentialOf({ credential, payload }: Asked<"register">): Credential {
  if (!credential) throw new Refusal("Give the administrator's password, or a secret key.", "password");
  if ("key" in credential) return { key: credential.key.trim() };
  return { login: payload.login, password: credential.password };
}

async function refuseTwin({ db }: Asked<"register">, who: Identity): Promise<void> {
  const twin = await findServerByGuid(db, who.guid);
  if (twin)
    throw new Refusal(
      `This Plesk is registered already: it is ${twin.name} at ${address(twin.host, twin.port)}.`,
      "host",
    );
}

async function makeKey(
  { db, by }: Asked<"register">,
  panel: Panel,
  place: Place & { protocol: string },
): Promise<OwnKey> {
  await refuseWhileStopped(db);
  // Before the effect: nothing is made on a panel that the audit trail does not know of.
  await record(db, { actor: by, event: "server.key-requested", target: address(place.host, place.port) });
  return makeOwnKey(panel, await installationName(db), (key) => callPanel(place, { key }, whilePersonWaits));
}

async function store(
  { db, payload, by }: Asked<"register">,
  place: Place,
  { protocol, who, ips, latency }: Told,
  sealedKey: string,
) {
  const serverId = await db.transaction(async (tx) => {
    const id = await registerServer(tx, {
      ...place,
      ...panelColumns({ ...who, ipAddresses: ips }),
      name: payload.name || who.name,
      smtpPort: payload.smtpPort,
      imapPort: payload.imapPort,
      pop3Port: payload.pop3Port,
      login: payload.login,
      guid: who.guid,
      sealedKey,
      registeredBy: by,
      protocol,
    });
    if (id === null) return null;
    const target = payload.name || who.name;
    await record(tx, { actor: by, event: "server.registered", target, detail: { ...place, guid: who.guid } });
    await enqueueProbe(tx, id);
    return id;
  });
  if (serverId === null) throw new Refusal("This Plesk was registered by somebody else just now.", "host");
  const { name, version, os, counts } = who;
  return { serverId, name, version, os, clients: counts.clients, domains: counts.domains, latency };
}
