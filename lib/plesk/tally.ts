import type { Call, CallKind, Collector } from "./call";
import { type Element, Malformed, perhapsText, text, toWhole } from "./element";
import { PleskError, refusal } from "./errors";

export type Outcome<T> = { ok: true; value: T } | { ok: false; error: PleskError };

/** One call being answered: gives its results to its collector and keeps the first thing that goes wrong. */
export class Tally<T = unknown> {
  private started?: Collector<T>;
  private failure?: PleskError;

  constructor(
    readonly call: Call<T, CallKind>,
    private readonly server: string,
  ) {}

  /** Made when the first result comes: many calls are held, and never understood. */
  private get collector(): Collector<T> {
    this.started ??= this.call.collect();
    return this.started;
  }

  /** One result of one of this call's operations, judged by itself. */
  take(result: Element): void {
    if (this.failure) return;
    try {
      const status = text(result, "status");
      if (status === "ok") this.collector.result(result);
      else if (status !== "error") throw new Malformed("<status> is neither ok nor error");
      else if (!this.collector.refused?.(codeIn(result))) this.fail(refusalIn(result, this.server));
    } catch (error) {
      this.distrust(error);
    }
  }

  fail(error: PleskError): void {
    this.failure ??= error;
  }

  outcome(): Outcome<T> {
    if (this.failure) return { ok: false, error: this.failure };
    try {
      return { ok: true, value: this.collector.done() };
    } catch (error) {
      return { ok: false, error: this.distrust(error) };
    }
  }

  /** A change whose answer cannot be read has an unknown outcome. */
  private distrust(error: unknown): PleskError {
    if (!(error instanceof Malformed)) throw error;
    const understood = malformed(this.server, error);
    this.failure ??= this.call.kind === "change" ? unknownOutcome(this.server, understood) : understood;
    return this.failure;
  }
}

/** The refusal in a `<result>`, of one operation alone, or in a `<system>`, of the whole packet. */
export const refusalIn = (element: Element, server: string): PleskError =>
  refusal(server, codeIn(element), perhapsText(element, "errtext") ?? "", element.name === "result");

/** A missing code is told as 0, which no code of Plesk's is. */
function codeIn(element: Element): number {
  const code = perhapsText(element, "errcode");
  return code === undefined ? 0 : toWhole(code, "errcode");
}

export const malformed = (server: string, cause: Malformed): PleskError =>
  new PleskError(`${server} gave an answer that cannot be trusted: ${cause.message}. Nothing was concluded from it.`, {
    kind: "malformed",
    sent: true,
    cause,
  });

/** A change was sent and its answer lost, late, cut or unreadable. */
export const unknownOutcome = (server: string, cause: PleskError): PleskError =>
  new PleskError(`${server} may or may not have made the change. It is settled by reading. (${cause.message})`, {
    kind: "unknown-outcome",
    sent: true,
    cause,
  });

/** The call was never sent, because of what happened to one before it. */
export const unsent = (server: string, cause: PleskError): PleskError =>
  new PleskError(`Nothing more was sent to ${server}. ${cause.message}`, {
    kind: cause.kind,
    sent: false,
    cause,
    ...(cause.code !== undefined && { code: cause.code }),
  });
