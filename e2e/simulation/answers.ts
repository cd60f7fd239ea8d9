import type { Call } from "@/lib/plesk/call";
import type { Outcome, Panel } from "@/lib/plesk/panel";
import { write } from "@/lib/plesk/xml";
import type { FaultName } from "./faults";

type AnyCall = Call<unknown, "read" | "change">;

/** Nobody can take what these leave of an answer for an answer to the packet's first operation. */
const NO_ANSWER: ReadonlySet<FaultName> = new Set([
  "cut-in-half",
  "cut-early",
  "empty-body",
  "web-page",
  "error-page",
  "doctype-bomb",
  "wrong-charset",
  "unknown-code",
]);

/** Does what this fault leaves of an answer still answer the packet's first operation? */
export const isAnswer = (fault: FaultName | null): boolean => fault === null || !NO_ANSWER.has(fault);

export interface Answers {
  /** The panel as it is, every outcome looked at: what got no answer must not come out as success. */
  follow(panel: Panel): Panel;
  /** A packet is answered, by what a fault leaves of the answer if there is one. */
  answered(body: string, fault: FaultName | null): void;
}

export function createAnswers(report: (what: string) => void): Answers {
  const open = new Set<AnyCall>();
  const unanswered = new Map<AnyCall, FaultName>();

  async function during<T>(calls: readonly AnyCall[], work: () => Promise<T>): Promise<T> {
    for (const call of calls) open.add(call);
    try {
      return await work();
    } finally {
      for (const call of calls) open.delete(call);
    }
  }

  function judge(calls: readonly AnyCall[], outcomes: readonly Outcome<unknown>[]): void {
    for (const [index, call] of calls.entries()) {
      const fault = unanswered.get(call);
      unanswered.delete(call);
      const [first] = call.operations;
      if (fault && outcomes[index]?.ok)
        report(`${fault} came out as success of ${first?.operator} ${first?.node.name}`);
    }
  }

  /** Calls may be made more than once: what went wrong before is over. */
  const anew = (calls: readonly AnyCall[]): readonly AnyCall[] => {
    for (const call of calls) unanswered.delete(call);
    return calls;
  };

  async function judged<T extends readonly Outcome<unknown>[]>(calls: readonly AnyCall[], work: () => Promise<T>) {
    const outcomes = await during(calls, work);
    judge(calls, outcomes);
    return outcomes;
  }

  return {
    answered(body, fault) {
      const spoilt = isAnswer(fault) ? null : fault;
      if (!spoilt && unanswered.size === 0) return;
      const operations = body.replace(/^<\?[^>]*\?><packet[^>]*><[\w-]+>/, "");
      const asking = [...open].filter(({ operations: [first] }) => first && operations.startsWith(write(first.node)));
      const [call] = asking;
      // Where several ask the same, nobody can say from here which of them got this answer.
      if (!call || asking.length > 1) return;
      // Asked again, it may well be answered.
      if (spoilt) unanswered.set(call, spoilt);
      else unanswered.delete(call);
    },
    follow: (panel) => ({
      server: panel.server,
      close: panel.close,
      read: ((calls: readonly AnyCall[]) => judged(anew(calls), () => panel.read(calls as []))) as Panel["read"],
      change: ((calls: readonly AnyCall[]) => judged(anew(calls), () => panel.change(calls as []))) as Panel["change"],
      look: (async (calls: readonly AnyCall[]) => {
        const look = await during(anew(calls), () => panel.look(calls as []));
        return {
          get print() {
            return look.print;
          },
          outcomes: () => judged(calls, () => look.outcomes()),
        };
      }) as Panel["look"],
      ask: async (call) => {
        const value = await during(anew([call]), () => panel.ask(call));
        judge([call], [{ ok: true, value }]);
        return value;
      },
    }),
  };
}
