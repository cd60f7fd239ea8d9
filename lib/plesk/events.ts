import { eventsAfter } from "./assumptions";
import { type Call, isBlank, one, operation, read } from "./call";
import { type Element, every, filled, text, whole } from "./element";
import type { PanelEvent } from "./objects";
import { el } from "./xml";

// `get` of the event log deletes what it returns; only the operations that leave the log alone are used here.

/** The id of the newest entry of the panel's event log; 0 for an empty log. */
export const lastEventId = (): Call<number, "read"> =>
  read(
    [operation("event_log", "get-last-id", [])],
    one((result) => (isBlank(result) || text(result, "id") === "" ? 0 : whole(result, "id"))),
  );

/** The log's entries after that id, each once, in order. Hints where to look, never what is true: it may have gaps. */
export const eventsSince = (id: number): Call<PanelEvent[], "read"> =>
  read(
    [operation("event_log", "get_events", id > 0 ? [el("lastId", id)] : [])],
    one((result) => eventsAfter(id, every(result, "event").map(decodeEvent))),
  );

const decodeEvent = (event: Element): PanelEvent => ({
  id: whole(event, "id"),
  type: filled(event, "type"),
  class: filled(event, "class"),
  objectId: text(event, "obj_id"),
  at: whole(event, "time") * 1000,
  by: text(event, "user"),
});
