export type { Accepted, EventSource, NewEvent, StoredEvent } from "./event.js";
export { defineHandler, type EventHandler, type HandlerContext } from "./handler.js";
