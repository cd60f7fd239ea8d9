import type { Call, CallKind, Collector } from "./call";
import { type Element, Malformed, perhapsText, text, toWhole } from "./element";
import { PleskError, refusal } from "./errors";

export type Outcome<T> = { ok: true; value: T } | { ok: false; error: PleskError };

/** One call being answered: gives its results to its collector and keeps the first thing that goes wrong. */
export class Tally<T = unknown> {
  private readonly collector: Collector<T>;
  private failure?: PleskError;

  constructor(
    readonly call: Call<T, CallKind>,
    private readonly server: string,
  ) {
    this.collector = call.collect();
  }

  /** One result of one of this call's operations, judged by itself. */
  take(result: Element): void {
    if (this.failure) return;
    this.guard(() => {
      const status = text(result, "status");
      if (status === "ok") return this.collector.result(result);
      if (status !== "error") throw new Malformed("<status> is neither ok nor error");
      const error = refusalIn(result, this.server);
      if (!this.collector.refused?.(error.code ?? 0)) this.fail(error);
    });
  }

  fail(error: PleskError): void {
    this.failure ??= error;
  }

  outcome(): Outcome<T> {
    const value = this.failure ? undefined : this.guard(() => this.collector.done());
    return this.failure ? { ok: false, error: this.failure } : { ok: true, value: value as T };
  }

  /** A change whose answer cannot be read has an unknown outcome. */
  private guard<R>(work: () => R): R | undefined {
    try {
      return work();
    } catch (error) {
      if (!(error instanceof Malformed)) throw error;
      const understood = malformed(this.server, error);
      this.fail(this.call.kind === "change" ? unknownOutcome(this.server, understood) : understood);
      return undefined;
    }
  }
}

/** The refusal in a `<result>` or `<system>`: a missing code is told as 0, which no code of Plesk's is. */
export function refusalIn(element: Element, server: string): PleskError {
  const code = perhapsText(element, "errcode");
  return refusal(server, code === undefined ? 0 : toWhole(code, "errcode"), perhapsText(element, "errtext") ?? "");
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
