import type { Operator } from "../operation";
import { customer } from "./customer";
import { dns } from "./dns";
import { eventLog } from "./event-log";
import { extension } from "./extension";
import { ip } from "./ip";
import { mail } from "./mail";
import { reseller } from "./reseller";
import { secretKey } from "./secret-key";
import { server } from "./server";
import { servicePlan } from "./service-plan";
import { session } from "./session";
import { site } from "./site";
import { siteAlias } from "./site-alias";
import { subdomain } from "./subdomain";
import { ui } from "./ui";
import { webspace } from "./webspace";

/** The operators of protocol 1.6.9.1 that this panel speaks, by their names on the wire. */
export const operators: Readonly<Record<string, Operator>> = {
  server,
  session,
  customer,
  reseller,
  webspace,
  site,
  subdomain,
  "site-alias": siteAlias,
  ip,
  "service-plan": servicePlan,
  extension,
  mail,
  dns,
  ui,
  event_log: eventLog,
  secret_key: secretKey,
};
