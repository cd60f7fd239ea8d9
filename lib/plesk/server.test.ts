import { describe, expect, test } from "vitest";
import { createWebspace } from "@/e2e/fleet/world";
import { insideIpAddresses, ipAddresses } from "./addresses";
import { buttons, buttonsById, createButton, removeButton } from "./buttons";
import { eventsSince, lastEventId } from "./events";
import { createSecretKey, removeSecretKey } from "./keys";
import { createPanel } from "./panel";
import { createSession, identity, sessionFields, sessionUrl } from "./server";
import { directly, scripted, testPanel } from "./testing";

describe("a server", () => {
  test("tells who it is, what it may hold and what runs", async () => {
    const { server, panel } = testPanel();
    createWebspace(server, { name: "example.com" });
    server.limits = { domains: 100, clients: -1 };
    server.services = { web: "running", smtp: "running", mail: "stopped", dns: "none" };
    expect(await panel.ask(identity())).toEqual({
      guid: server.guid,
      name: "web1.provider.example",
      version: "18.0.60",
      os: "Debian 12",
      limits: { domains: 100, clients: null },
      counts: { clients: 0, domains: 1 },
      services: { smtp: "running", mailbox: "stopped", dns: "absent" },
      disk: expect.objectContaining({ used: expect.any(Number), total: expect.any(Number) }),
    });
  });

  test("tells its addresses, behind NAT the outside ones apart from its own", async () => {
    const addresses = (...infos: string[]) =>
      createPanel({
        transport: scripted(
          () =>
            `<packet><ip><get><result><status>ok</status><addresses>${infos.join("")}</addresses></result></get></ip></packet>`,
        ),
        credential: { key: "k" },
      });
    const own = "<ip_info><ip_address>10.0.0.5</ip_address><public_ip_address>192.0.2.10</public_ip_address></ip_info>";
    const plain = "<ip_info><ip_address>192.0.2.11</ip_address><type>shared</type></ip_info>";
    expect(await addresses(own, plain).ask(ipAddresses())).toEqual(["192.0.2.10", "192.0.2.11"]);
    expect(await addresses(own, plain).ask(insideIpAddresses())).toEqual(["10.0.0.5", "192.0.2.11"]);
    expect(await testPanel().panel.ask(ipAddresses())).toEqual(["192.0.2.10"]);
  });

  test("opens a one-time session for a browser", async () => {
    const { server, panel } = testPanel();
    const request = {
      login: "admin",
      userIp: "203.0.113.25",
      sourceHost: "manager.example.net",
      startingUrl: "/admin",
    };
    const [session] = await panel.change([createSession(request)]);
    if (!session.ok) throw session.error;
    expect(server.sessions).toMatchObject([{ token: session.value.token, login: "admin", userIp: "203.0.113.25" }]);
    expect(sessionUrl("2001:db8::1", 8443)).toBe("https://[2001:db8::1]:8443/enterprise/rsession_init.php");
    expect(sessionFields("t", "/smb/x")).toEqual({ PLESKSESSID: "t", success_redirect_url: "/smb/x" });
  });
});

describe("secret keys", () => {
  test("open the panel until they are removed; removing one that is gone is no error", async () => {
    const { server, panel } = testPanel();
    const [made] = await panel.change([createSecretKey({ description: "central mail", ipAddress: "198.51.100.7" })]);
    if (!made.ok) throw made.error;
    const { key } = made.value;
    const own = createPanel({ transport: directly(server), credential: { key } });
    expect(await own.ask(identity())).toMatchObject({ guid: server.guid });
    const removals = [await panel.change([removeSecretKey(key)]), await panel.change([removeSecretKey(key)])].flat();
    expect(removals.map(({ ok }) => ok)).toEqual([true, true]);
    await expect(own.ask(identity())).rejects.toMatchObject({ kind: "credentials", code: 11003 });
    expect(() => removeSecretKey("")).toThrow(RangeError);
  });
});

describe("custom buttons", () => {
  const button = {
    place: "domain",
    url: "https://manager.example.net/go/17",
    text: "Mail",
    hint: "Open this domain's mail",
    components: ["cl_id", "dom_id", "dom_name"],
    sortKey: 10,
  } as const;

  test("are made, listed and removed one by one", async () => {
    const { server, panel } = testPanel();
    expect(await panel.ask(buttons())).toEqual([]);
    const [made, other] = await panel.change([createButton(button), createButton({ ...button, place: "client" })]);
    if (!made.ok || !other.ok) throw new Error("no button was made");
    expect(server.buttons[0]).toMatchObject({
      public: true,
      internal: false,
      components: ["dom_id", "dom_name", "cl_id"],
    });
    expect(await panel.ask(buttons())).toMatchObject([
      { id: made.value.id, place: "domain", url: button.url, text: "Mail" },
      { id: other.value.id, place: "client" },
    ]);
    const both = [made.value.id, other.value.id];
    expect((await panel.ask(buttonsById(both))).map(({ id }) => id)).toEqual(both);
    const [removed, again] = await panel.change([removeButton(made.value.id), removeButton(made.value.id)]);
    expect([removed.ok, again.ok]).toEqual([true, true]);
    expect((await panel.ask(buttonsById(both))).map(({ id }) => id)).toEqual([other.value.id]);
    expect(await panel.ask(buttonsById([]))).toEqual([]);
    expect((await panel.ask(buttons())).map(({ id }) => id)).toEqual([other.value.id]);
  });

  test("with a URL that the panel would cut or join cannot be made", () => {
    expect(() => createButton({ ...button, url: `https://manager.example.net/${"a".repeat(240)}` })).toThrow(
      RangeError,
    );
    expect(() => createButton({ ...button, url: "https://manager.example.net/go?s=17" })).toThrow(RangeError);
  });
});

describe("the event log", () => {
  test("is read after an event, and never emptied", async () => {
    const { server, panel } = testPanel();
    expect(await panel.ask(lastEventId())).toBe(0);
    expect(await panel.ask(eventsSince(0))).toEqual([]);
    createWebspace(server, { name: "one.example" });
    const first = await panel.ask(lastEventId());
    createWebspace(server, { name: "two.example" });
    const last = await panel.ask(lastEventId());
    const events = await panel.ask(eventsSince(first));
    expect(events.map(({ id }) => id)).toEqual(Array.from({ length: last - first }, (_, index) => first + index + 1));
    expect(events[0]).toMatchObject({ type: "created", class: "domain", objectId: "2", by: "admin" });
    expect(events[0]?.at).toBeGreaterThan(Date.UTC(2020, 0, 1));
    expect(await panel.ask(eventsSince(last))).toEqual([]);
    expect(server.log.length).toBe(last);
  });
});
