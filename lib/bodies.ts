import { isOwnRequest } from "./access/origin";

/** The longest body that is read: some thousand chosen rows of a list. */
export const bodyLimit = 262_144;

/** Why a request is not even looked at, and what its status is. */
export interface Refused {
  status: 400 | 403 | 411 | 413 | 415;
  text: string;
}

/**
 * What is refused by its headers alone, before anybody reads the body; null for a request that is looked at. Next answers
 * what it cannot read with a bare 500: what can be told before is told here, in a sentence.
 */
export function refuseBody(method: string, headers: Headers): Refused | null {
  return refuseLength(headers) ?? (method === "POST" ? refuseAction(headers) : null);
}

/** Without a length nobody knows when it would end. */
function refuseLength(headers: Headers): Refused | null {
  const length = headers.get("content-length");
  if (length === null && headers.has("transfer-encoding"))
    return { status: 411, text: "Say how long the request is, in Content-Length." };
  if (length !== null && !(Number(length) <= bodyLimit))
    return { status: 413, text: `The request is longer than ${bodyLimit} bytes.` };
  return null;
}

/** An action of a page: called by its id with script, or named in a form without. */
function refuseAction(headers: Headers): Refused | null {
  const action = headers.get("next-action");
  const type = headers.get("content-type") ?? "";
  const form = /^multipart\/form-data/i.test(type);
  if (action === null && !form) return null;
  if (!isOwnRequest(headers))
    return { status: 403, text: "No page of this console has asked for this, and nothing was done." };
  if (action !== null && !/^[0-9a-f]{42}$/.test(action))
    return { status: 400, text: "There is no action of that name. Load the page again." };
  const length = Number(headers.get("content-length") ?? 0);
  if (form) return refuseForm(type, length);
  // A page's own script sends what an action is called with as text or as a form, and never nothing.
  if (!/^text\/plain(;|$)/i.test(type))
    return { status: 415, text: "An action is called with text/plain or multipart/form-data." };
  return length === 0 ? { status: 400, text: "The action is called with nothing." } : null;
}

/** At most 70 characters, as RFC 2046 has it, bare or quoted; more than these nobody sends. */
const boundaryOf = /;\s*boundary=(?:"([\w'()+,./:=? -]{0,69}[\w'()+,./:=?-])"|([!#-:<-~]{1,70}))\s*(?:;|$)/i;

function refuseForm(type: string, length: number): Refused | null {
  const found = boundaryOf.exec(type);
  const boundary = found?.[1] ?? found?.[2];
  if (boundary === undefined)
    return { status: 400, text: "The form does not say in its Content-Type what is between its parts." };
  const shortest = `--${boundary}--`.length;
  return length < shortest ? { status: 400, text: "The form is shorter than its own end." } : null;
}
