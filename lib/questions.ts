import { z } from "zod";
import type { Preview } from "./sync/preview-shape";
import type { CheckedRecord } from "./wanted-records";

/**
 * What a page can ask of a panel through the worker, by kind: what it sends, and what comes back. `sealed` is what only
 * the worker may read; `secret` what only the asking process may read.
 */

const port = z.int().min(1).max(65535);
const serverId = z.int().positive();
const fingerprint = z.string().regex(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/, "The certificate's fingerprint is malformed.");
/** Accept each certificate that an authority vouches for, not this one alone. */
const followsAuthority = z.boolean().optional();

export const payloads = {
  /** Reads the certificate that an address shows; sends nothing. */
  certificate: z.object({ host: z.string().max(300), port }),
  register: z.object({
    host: z.string().max(300),
    port,
    /** The panel's own name unless given. */
    name: z.string().trim().max(100).optional(),
    smtpPort: port.default(25),
    imapPort: port.default(143),
    pop3Port: port.default(110),
    login: z.string().trim().min(1).max(100).default("admin"),
    fingerprint,
    followsAuthority,
  }),
  test: z.object({ serverId }),
  /** Accepts the certificate that a registered server shows now, if it is the one that the person has seen. */
  "accept-certificate": z.object({ serverId, fingerprint, followsAuthority }),
  /** A one-time session on the panel for a browser at `userIp`. */
  "panel-session": z.object({
    serverId,
    userIp: z.string().max(64),
    /** The panel's administrator unless given. */
    login: z.string().max(100).optional(),
    /** A path of the panel to open. */
    startingUrl: z.string().max(500).startsWith("/").optional(),
  }),
  /** Replaces the stored secret key by a new one of our own making. */
  "new-key": z.object({ serverId }),
  unregister: z.object({ serverId }),
  /** Sends a message that nothing is wrong. */
  "test-channel": z.object({ channelId: z.int().positive() }),
  /** What stands in DNS in the place of each record that a domain should have there. */
  records: z.object({ accountId: z.int().positive() }),
  /** What an assignment, its way back or a synchronization would do. */
  preview: z.object({
    mailServerId: z.int().positive(),
    serverIds: z.array(serverId).min(1).max(1000),
    wish: z.enum(["assigned", "deassigned", "synchronize"]),
  }),
};

export type Kind = keyof typeof payloads;
export type Payload<K extends Kind> = z.input<(typeof payloads)[K]>;
export type ParsedPayload<K extends Kind> = z.output<(typeof payloads)[K]>;

/** What a panel told about itself. */
export interface PanelFacts {
  /** The panel's own host name. */
  name: string;
  version: string;
  os: string;
  clients: number;
  domains: number;
  /** Milliseconds. */
  latency: number;
}

export interface Answers {
  certificate: {
    host: string;
    port: number;
    fingerprint: string;
    subject: string;
    validFrom: string;
    validTo: string;
    /** An authority that this system trusts vouches for it and for the host's name. */
    vouched: boolean;
    /** The id and name of the server that is registered with this address already. */
    registeredAs: { id: number; name: string } | null;
  };
  register: PanelFacts & { serverId: number };
  test: PanelFacts & { guid: string };
  "accept-certificate": { fingerprint: string };
  "panel-session": { name: string };
  "new-key": {
    name: string;
    /** What a person should still do on the panel, as a sentence. */
    warning: string | null;
  };
  unregister: {
    name: string;
    /** What a person should still do on the panel, as a sentence. */
    warning: string | null;
  };
  records: { mxHost: string; checked: CheckedRecord[] };
  "test-channel": { leadsTo: string };
  preview: { servers: Preview[] };
}

/** The form that opens a one-time session: POST `token` as the field PLESKSESSID to `url`. Never a link. */
export interface PanelSession {
  url: string;
  token: string;
}

/** The credential a registration is made with; the password is forgotten once our own key exists. */
export type GivenCredential = { password: string } | { key: string };

/** Contexts that bind ciphertexts to their row. */
export const sealedContext = (questionId: string) => `questions.sealed:${questionId}`;
export const answerContext = (questionId: string) => `questions.answer:${questionId}`;
