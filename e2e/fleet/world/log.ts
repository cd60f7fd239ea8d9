import type { LogEvent, PleskServer } from "../model";
import type { By } from "./by";

/** Rotation: the oldest entries go once there are more than this and half as many again. */
const KEPT_EVENTS = 10_000;

export function logEvent(
  server: PleskServer,
  event: Pick<LogEvent, "type" | "class"> & { objectId: string | number },
  by: By,
): void {
  server.log.push({
    id: server.next.event++,
    type: event.type,
    class: event.class,
    objectId: String(event.objectId),
    user: by.login,
    host: by.address,
    time: Math.floor(by.now / 1000),
  });
  if (server.log.length > KEPT_EVENTS * 1.5) rotateLog(server, KEPT_EVENTS);
}

/** Keeps the newest `kept` events. */
export function rotateLog(server: PleskServer, kept: number): void {
  server.log.splice(0, Math.max(0, server.log.length - kept));
}
