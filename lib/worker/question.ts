import type { Database } from "@/db/client";
import type { Answers, GivenCredential, Kind, ParsedPayload } from "@/lib/questions";

/** A question as its handler gets it. */
export interface Asked<K extends Kind> {
  db: Database;
  payload: ParsedPayload<K>;
  /** The administrator's login, for the audit trail. */
  by: string;
  /** The credential that came with it, opened. */
  credential: GivenCredential | null;
  /** Words for people while it is worked on. */
  tell(step: string): Promise<void>;
  /** Adds what only the asking process may read. Throws a Refusal when it gave no key to answer to. */
  answerInSecret(secret: Record<string, string>): void;
}

/** Answers one kind of question. Throws a Refusal for a fault that a person can act on. */
export type Handler<K extends Kind> = (asked: Asked<K>) => Promise<Answers[K]>;
