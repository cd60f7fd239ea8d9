import { describe, expect, it } from "vitest";
import type { Identity } from "@/lib/plesk/objects";
import { judge } from "./net-status";
import type { PanelProbe } from "./panel";
import type { Probe } from "./probe";

const fine: Probe = { ok: true, latency: 7, cause: null, ownFault: false };
const down = (cause: string, ownFault = false): Probe => ({ ok: false, latency: null, cause, ownFault });
const told = (services: Partial<Identity["services"]> = {}): PanelProbe => ({
  ...fine,
  latency: 40,
  told: {
    guid: "g",
    name: "mail1.example",
    version: "18",
    os: "Debian",
    limits: { clients: null, domains: null },
    counts: { clients: 1, domains: 1 },
    services: { smtp: "running", mailbox: "running", dns: "running", ...services },
    disk: null,
    ipAddresses: [],
  },
});
const silent: PanelProbe = { ...down("The panel is silent."), told: null };
const mailServer = { panel: told(), smtp: fine, imap: fine, pop3: fine };

describe("the net status of a mail server", () => {
  it("is online when the panel and all its mail services answer", () => {
    expect(judge(mailServer)).toMatchObject({ status: "online", cause: null, latency: 40 });
  });

  it("is an error with the gravest cause first, and keeps what each probe saw", () => {
    const seen = judge({ ...mailServer, smtp: down("SMTP is down."), pop3: down("POP3 is down.") });
    expect(seen).toMatchObject({ status: "error", cause: "SMTP is down." });
    expect(seen.probes).toMatchObject({ imap: { ok: true }, pop3: { ok: false, cause: "POP3 is down." } });
    expect(judge({ ...mailServer, panel: silent, smtp: down("SMTP is down.") })).toMatchObject({
      cause: "The panel is silent.",
      latency: null,
    });
  });

  it("is an error when the panel says that a mail service is stopped, though something greets", () => {
    expect(judge({ ...mailServer, panel: told({ mailbox: "stopped" }) })).toMatchObject({
      status: "error",
      cause: "The panel says that the IMAP and POP3 service is stopped. Start it on mail1.example.",
    });
  });

  it("is unknown when this console has no network itself", () => {
    expect(judge({ ...mailServer, smtp: down("No network.", true) })).toMatchObject({ status: "unknown" });
  });
});

it("of a server without that role only the panel counts", () => {
  const alone = { smtp: undefined, imap: undefined, pop3: undefined };
  expect(judge({ panel: told({ smtp: "stopped", mailbox: "absent" }), ...alone })).toMatchObject({
    status: "online",
    probes: { panel: { ok: true } },
  });
  expect(judge({ panel: silent, ...alone })).toMatchObject({ status: "error" });
});
