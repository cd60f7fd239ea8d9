import { ActionForm, Field, Submit } from "@/app/_ui/action-form";
import { Facts, Panel } from "@/app/_ui/page";
import { May, Proved } from "@/app/(console)/may";
import type { Budget } from "@/db/budget";
import { env } from "@/lib/env";
import { count, duration } from "@/lib/format";
import { changeBudget } from "./actions";

/** What runs by itself and how often, which is set where the console is started; and how much it may change at once. */
export function Schedule({ budget }: { budget: Budget }) {
  const { sweepSeconds, probeSeconds, hintSeconds, drainMarginSeconds, workerConcurrency } = env();
  const setting = (value: string, name: string) => (
    <>
      {value} <code className="block font-mono text-[0.86em] text-faint">{name}</code>
    </>
  );
  return (
    <Panel title="Schedule and limits">
      <Facts
        facts={[
          ["Full look", setting(`every ${duration(sweepSeconds)}`, "SWEEP_SECONDS")],
          ["Changes seen", setting(`every ${duration(hintSeconds)}`, "HINT_SECONDS")],
          ["Net status", setting(`every ${duration(probeSeconds)}`, "PROBE_SECONDS")],
          [
            "Drain margin",
            setting(`${duration(drainMarginSeconds)} after the old TTL and a fifth`, "DRAIN_MARGIN_SECONDS"),
          ],
          ["At once", setting(`${workerConcurrency} servers, ${workerConcurrency} other jobs`, "WORKER_CONCURRENCY")],
        ]}
      />
      <p className="mt-3 text-[0.93em] text-faint">
        Set in the environment of the console; it takes effect at its start.
      </p>
      <h3 id="budget" className="mt-5 mb-1 font-semibold">
        Change budget
      </h3>
      <p className="mb-3 text-soft">
        How many changes of mail flow may be made: MX added or removed, mail switched. What is beyond waits, both
        servers accepting, and goes on by itself; what only adds is not bounded.
      </p>
      <May
        right="limits.set"
        otherwise={
          <Facts
            facts={[
              ["A run", count(budget.run)],
              ["Server, hour", count(budget.server)],
              ["Fleet, hour", count(budget.fleet)],
            ]}
          />
        }
      >
        <ActionForm action={changeBudget} className="grid gap-3">
          <div className="grid grid-cols-3 gap-2">
            <Field name="run" label="A run" type="number" min={1} max={1_000_000} value={budget.run} required />
            <Field
              name="server"
              label="Server, hour"
              type="number"
              min={1}
              max={1_000_000}
              value={budget.server}
              required
            />
            <Field
              name="fleet"
              label="Fleet, hour"
              type="number"
              min={1}
              max={1_000_000}
              value={budget.fleet}
              required
            />
          </div>
          <Proved>
            <Submit className="button justify-self-start">Set the budget</Submit>
          </Proved>
        </ActionForm>
      </May>
    </Panel>
  );
}
