import type { StoredEvent } from "../event.js";
import { type EventLog, silentLog } from "../event-log.js";
import type { EventHandler } from "../handler.js";
import type { NewWork } from "../queue/consumer.js";
import { toExpression } from "./matches.js";

/** Which handlers want which events. */
export interface Plan {
  handlersFor(event: Pick<StoredEvent, "connector" | "type">): readonly EventHandler[];
  /** The work that an event means, one piece for each handler that wants it. */
  workFor(event: StoredEvent): readonly NewWork[];
}

const triesOfHandler = 8;

/** The plan of these handlers. */
export const createPlan = (handlers: readonly EventHandler[], log: EventLog = silentLog): Plan => {
  const plans = handlers.map((handler) => ({ handler, patterns: handler.on.map(toExpression) }));
  const handlersFor: Plan["handlersFor"] = ({ connector, type }) => {
    const name = `${connector}:${type}`;
    return plans.filter(({ patterns }) => patterns.some((pattern) => pattern.test(name))).map(({ handler }) => handler);
  };
  return {
    handlersFor,
    workFor: (event) => handlersFor(event).map((handler) => toHandlerWork(handler, event, log)),
  };
};

/** The work that an event means for a handler. */
export const toHandlerWork = (handler: EventHandler, event: StoredEvent, log: EventLog = silentLog): NewWork => ({
  queue: handler.name,
  key: keyFor(handler, event, log),
  eventId: event.id,
  maxAttempts: handler.maxAttempts ?? triesOfHandler,
  priority: handler.priority ?? 0,
  ...(event.trace !== undefined && { trace: event.trace }),
});

/** A handler that cannot name its key must not hold up the events of all the others. */
const keyFor = (handler: EventHandler, event: StoredEvent, log: EventLog): string => {
  if (!handler.orderingKey) return event.orderingKey;
  try {
    const key = handler.orderingKey(event);
    if (key.length >= 1 && key.length <= 512 && !key.includes("\0")) return key;
    log.warn(
      { handler: handler.name, event: event.id },
      "The ordering key is not 1 to 512 characters; the event's own is used.",
    );
  } catch (error) {
    log.warn(
      { err: error, handler: handler.name, event: event.id },
      "The ordering key failed; the event's own is used.",
    );
  }
  return event.orderingKey;
};
