import type { PleskServer } from "../../model";
import { shelf } from "../../world/shelves";
import { leaf } from "../xml";

/** `owner-id` and `owner-login`; what is the administrator's own may show neither. */
export function ownerOf(server: PleskServer, ownerId: number): string[] {
  if (ownerId === 1 && server.assumptions.administratorOwner === "missing") return [];
  const owner = shelf(server).accounts.one("id", ownerId);
  return owner ? [leaf("owner-id", owner.id), leaf("owner-login", owner.login)] : [];
}

/** The guid of the vendor above an owner: a reseller, or the administrator. */
export function vendorGuid(server: PleskServer, ownerId: number): string {
  const { accounts } = shelf(server);
  const owner = accounts.one("id", ownerId);
  const vendor = owner?.kind === "customer" ? accounts.one("id", owner.ownerId) : owner;
  return leaf("vendor-guid", vendor?.guid ?? "");
}

export function vendorOf(server: PleskServer, ownerId: number): string[] {
  return [...ownerOf(server, ownerId), vendorGuid(server, ownerId)];
}
