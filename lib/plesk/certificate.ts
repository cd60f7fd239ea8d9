import { isIP } from "node:net";
import { connect } from "node:tls";
import { buildConnector } from "undici";
import { AddressRefused, judged, judgedLookup } from "@/lib/reach";
import { PleskError } from "./errors";

/** A server's certificate as people compare it. The fingerprint is SHA-256, upper-case hex with colons. */
export interface Certificate {
  fingerprint256: string;
  subject: string;
  validFrom: string;
  validTo: string;
  /** An authority that this system trusts vouches for it, for this host, today. */
  vouched: boolean;
}

/** Which certificate a server may show. */
export interface Trust {
  /** SHA-256 fingerprint of the certificate that was confirmed, hex with or without colons. */
  pin: string;
  /** Instead of that one: each that an authority vouches for, for this host. */
  followsAuthority?: boolean;
  /** Authorities in PEM, instead of the system's. */
  authorities?: string[];
}

/** host:port as messages and URLs write it. */
export const address = (host: string, port: number): string =>
  host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`;

/**
 * The certificate that a server shows, for a person to confirm. Sends nothing but the TLS handshake. Throws
 * PleskError `unreachable` or `timeout`.
 */
export function readCertificate(
  host: string,
  port: number,
  timeoutMs: number,
  authorities?: string[],
): Promise<Certificate> {
  const server = address(host, port);
  return new Promise((resolve, reject) => {
    const target = reachable(server, host);
    const name = isIP(host) === 0 && { servername: host };
    const socket = connect({
      ...target,
      port,
      rejectUnauthorized: false,
      ...name,
      ...(authorities && { ca: authorities }),
    });
    const timer = setTimeout(() => {
      const message = `${server} showed no certificate within ${timeoutMs} ms. Check its address and firewall.`;
      fail(new PleskError(message, { kind: "timeout", sent: false }));
    }, timeoutMs);
    function fail(error: PleskError): void {
      clearTimeout(timer);
      socket.destroy();
      reject(error);
    }
    socket.once("secureConnect", () => {
      clearTimeout(timer);
      const certificate = socket.getPeerX509Certificate();
      const vouched = socket.authorized;
      socket.destroy();
      if (!certificate) return fail(unreachable(server, new Error("no certificate was shown")));
      const { fingerprint256, subject, validFrom, validTo } = certificate;
      resolve({ fingerprint256, subject, validFrom, validTo, vouched });
    });
    socket.on("error", (cause) => fail(unreachable(server, cause)));
  });
}

/** Nothing was sent: the connection did not come about. */
export function unreachable(server: string, cause: Error): PleskError {
  const message =
    cause instanceof AddressRefused
      ? `${server} is not called: ${cause.message}.`
      : `${server} cannot be reached (${reasonOf(cause)}). Check that it runs, its address and firewall.`;
  return new PleskError(message, { kind: "unreachable", sent: false, cause });
}

/** Throws PleskError `unreachable` for an address that no connection is made to. */
function reachable(server: string, host: string): ReturnType<typeof judged> {
  try {
    return judged(host);
  } catch (cause) {
    throw unreachable(server, cause as Error);
  }
}

/** A system error's code where there is one: ECONNREFUSED says more than its message. */
export function reasonOf(error: Error): string {
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  return code || error.message;
}

const bare = (fingerprint: string): string => fingerprint.replaceAll(":", "").toUpperCase();

/**
 * An undici connector that lets a connection live only when the server's certificate is the pinned one, or an authority
 * vouches for it where that is enough; no byte of a request is written before that. The usual hook, checkServerIdentity,
 * is no use here: Node calls it only after the chain is trusted, and panels sign their own. Sessions are not resumed: a
 * resumed one shows no certificate.
 */
export function trustingConnector(server: string, trust: Trust, timeoutMs: number): buildConnector.connector {
  const { pin, followsAuthority = false, authorities } = trust;
  const wanted = bare(pin);
  const tls = {
    ...{ rejectUnauthorized: false, maxCachedSessions: 0, timeout: timeoutMs, lookup: judgedLookup },
    ...(authorities && { ca: authorities }),
  };
  const connectTo = buildConnector(tls);
  return (options, callback) => {
    try {
      reachable(server, options.hostname);
    } catch (refused) {
      return callback(refused as PleskError, null);
    }
    connectTo(options, (error, socket) => {
      if (error) return callback(error, null);
      const certificate = "getPeerX509Certificate" in socket ? socket.getPeerX509Certificate() : undefined;
      const shown = certificate?.fingerprint256 ?? "none";
      const vouched = "authorized" in socket && socket.authorized;
      if (followsAuthority ? vouched : bare(shown) === wanted) return callback(null, socket);
      const why = "authorizationError" in socket ? socket.authorizationError : undefined;
      socket.destroy();
      const message = followsAuthority
        ? `${server} shows a certificate that no authority vouches for (${why}). Nothing was sent. Compare it, then confirm it.`
        : `${server} shows another certificate than the one confirmed (${shown}). ` +
          "Nothing was sent. If its certificate was renewed, confirm the new fingerprint.";
      callback(new PleskError(message, { kind: "certificate", sent: false, shown }), null);
    });
  };
}
