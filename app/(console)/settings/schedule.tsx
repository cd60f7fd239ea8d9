import { Facts, Panel } from "@/app/_ui/page";
import { env } from "@/lib/env";
import { duration } from "@/lib/format";

/** What runs by itself and how often. These are set where the console is started, for every administrator. */
export function Schedule() {
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
          ["Drain margin", setting(`${duration(drainMarginSeconds)} after the old TTL`, "DRAIN_MARGIN_SECONDS")],
          ["At once", setting(`${workerConcurrency} jobs`, "WORKER_CONCURRENCY")],
        ]}
      />
      <p className="mt-3 text-[0.93em] text-faint">
        Set in the environment of the console; it takes effect at its start.
      </p>
    </Panel>
  );
}
