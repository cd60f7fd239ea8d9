import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { PanelHooks } from "./panel/serve";

let count = 0;

/**
 * Writes every packet that goes over the wire to `<n>.request.xml` and `<n>.response.xml` below a folder, where n is
 * different in every process. Requests that the grammar forbids go to `refused/`; spoilt answers are left out.
 */
export function wireLog(folder: string): NonNullable<PanelHooks["onPacket"]> {
  mkdirSync(join(folder, "refused"), { recursive: true });
  return (request, response, wire) => {
    if (wire === "broken") return;
    count += 1;
    const name = `${process.pid}-${String(count).padStart(6, "0")}`;
    const place = wire === "refused" ? join(folder, "refused") : folder;
    writeFileSync(join(place, `${name}.request.xml`), request);
    writeFileSync(join(place, `${name}.response.xml`), response);
  };
}

/** The wire log that the environment asks for: PLESK_WIRE_LOG names its folder. */
export function wireLogFromEnvironment(): PanelHooks["onPacket"] {
  const folder = process.env.PLESK_WIRE_LOG;
  return folder ? wireLog(folder) : undefined;
}
