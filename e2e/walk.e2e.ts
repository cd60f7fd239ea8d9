import { act, expect, signIn, test } from "./demo";
import { eightNumbers, fieldByField, filterAccounts, passwords, synchronizeOne } from "./walk/accounts";
import { assignWeb1, defineMail1, emptyStart } from "./walk/assign";
import { online, outage, outdatedAndBack } from "./walk/change";
import { assignWeb2, mailButton, openPanel, problems, removalRefused } from "./walk/conflict";
import { bothGone, deassignWeb1, deassignWeb2, remember, removeMail1 } from "./walk/deassign";
import { endOtherSession, signOut } from "./walk/leave";
import { refusedAddresses, registerWeb3, unregisterWeb3 } from "./walk/register";

// The panels of the fleet show certificates of their own making, as real ones do.
test.use({ ignoreHTTPSErrors: true });

const homes = [
  ["web1", ["lindqvist-architects.example", "bäckerei-huber.example", "blue-harbour.example", "status-web1.example"]],
  ["web2", ["okafor-legal.example", "kunst-und-rahmen.example", "harbour-cafe.example", "studio-nordlicht.example"]],
] as const;

test("a newcomer centralizes the mail of two servers, sees what goes wrong with it, and takes everything back", async ({
  page,
  browser,
  demo,
}) => {
  test.setTimeout(480_000);
  const { step } = test;
  await signIn(page, demo);
  await step("the empty start page says what to do, in order", () => emptyStart(page));
  await step("a server is unregistered, after its name was typed", () => unregisterWeb3(page));
  await step("an address that is no free Plesk is refused with its reason", () => refusedAddresses(page, demo));
  await step("a server is registered: certificate, then password", () => registerWeb3(page, demo));
  await step("a Plesk server becomes mail server 1", () => defineMail1(page));
  const before = await Promise.all(homes.map(([server, domains]) => remember(server, domains)));
  await step("web1 is assigned, and moves while one watches", () => assignWeb1(page));
  await step("each number leads to a list of exactly so many", async () => {
    expect(await eightNumbers(page)).toMatchObject({ "Total accounts": 20, "Total domains": 12, "Total clients": 8 });
  });
  await step("accounts are found by name, person and address", () => filterAccounts(page));
  await step("an account shows both sides field by field", () => fieldByField(page));
  await step("passwords that were set leave the list", () => passwords(page));
  await step("one account is synchronized from its page", () => synchronizeOne(page));
  await step("the mail server is online and synchronized", () => online(page));
  await step("changes make it outdated, with reasons, until synchronized", () => outdatedAndBack(page));
  await step("a stopped service is an error with its cause, until it runs again", () => outage(page));
  await step("web2 is assigned but for its conflicts", () => assignWeb2(page));
  await step("each problem is named with what to do", () => problems(page));
  await step("problems are counted", async () => {
    const { "Problem accounts": accounts = 0, "Problem domains": domains = 0 } = await eightNumbers(page, "Problem");
    expect(accounts).toBeGreaterThanOrEqual(3);
    expect(domains).toBeGreaterThanOrEqual(3);
  });
  await step("the panel opens by a session that is good once", () => openPanel(page, demo));
  await step("the Mail button inside Plesk leads to its account", () => mailButton(page, demo));
  await step("a mail server in use is not removed", () => removalRefused(page));
  await step("web1 is deassigned", () => deassignWeb1(page));
  await step("web2 is deassigned, its suspended domain once it is resumed", () => deassignWeb2(page));
  await step("both are gone when their last domain is home", () => bothGone(page));
  await step("their panels have mail and MX as before, but for what was added meanwhile", async () => {
    const after = await Promise.all(homes.map(([server, domains]) => remember(server, domains)));
    const born = /\n {2}garden, forwards to ada@lindqvist-studio\.example/;
    expect(after.map((shown) => shown.map((text) => text.replace(born, "")))).toEqual(before);
    expect(await act("web1", "show", "calm-law-graz.example")).toContain("mail on");
  });
  await step("the mail server's role ends, and the server stays", () => removeMail1(page));
  await step("another browser's session ends at its next request", () => endOtherSession(page, browser, demo));
  await step("signing out ends it here", () => signOut(page));
});
