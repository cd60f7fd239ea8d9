import type { PleskServer, Session } from "../model";
import { shelf } from "../world/shelves";
import { escapeXml } from "./xml";

/** What a browser gets from the panel when it is not signed in. */
export function loginPage(server: PleskServer): string {
  return page(
    `Plesk on ${server.name}`,
    "<h1>Log in to Plesk</h1>",
    '<form method="post" action="/login_up.php"><label>Username <input name="login_name"></label>',
    '<label>Password <input name="passwd" type="password"></label><button type="submit">Log in</button></form>',
  );
}

/** The panel after a one-time session was opened: which server, who, and where they were sent. */
export function panelPage(server: PleskServer, session: Session, destination: string): string {
  const name = shelf(server).accounts.one("login", session.login)?.contactName ?? session.login;
  return page(
    `Plesk on ${server.name}`,
    `<h1>${escapeXml(server.name)}</h1>`,
    `<p>Signed in as <strong>${escapeXml(session.login)}</strong> (${escapeXml(name)}).</p>`,
    `<p>Page: <code>${escapeXml(destination)}</code></p>`,
  );
}

export function spentTokenPage(server: PleskServer): string {
  return page(
    `Plesk on ${server.name}`,
    "<h1>This session cannot be opened</h1>",
    "<p>The link was used before, is too old, or belongs to another address. Ask for a new one.</p>",
  );
}

export function notFoundPage(server: PleskServer): string {
  return page(`Plesk on ${server.name}`, "<h1>Page not found</h1>");
}

function page(title: string, ...body: string[]): string {
  const head = `<head><meta charset="utf-8"><title>${escapeXml(title)}</title></head>`;
  return `<!DOCTYPE html><html lang="en">${head}<body>${body.join("")}</body></html>`;
}
