import { trace } from "@opentelemetry/api";
import type { StoredEvent } from "../event.js";
import { type EventLog, silentLog } from "../event-log.js";
import type { EventHandler } from "../handler.js";
import type { Consumer, Work } from "../queue/consumer.js";
import { type CallOperation, keyOfStep } from "./handler-call.js";

/** What handlers need beside their events. */
export interface HandlerDeps {
  readonly call: CallOperation;
  readonly log?: EventLog;
}

const concurrency = 6;
const timeoutMs = 60_000;

/** The handler as who does the work of its queue. */
export const toConsumer = (handler: EventHandler, { call, log = silentLog }: HandlerDeps): Consumer => ({
  name: handler.name,
  concurrency: handler.concurrency ?? concurrency,
  timeoutMs: handler.timeoutMs ?? timeoutMs,
  run: async ({ work, tx, signal }) => {
    const event = eventOf(work);
    await handler.run({
      event,
      tx,
      signal,
      attempt: work.tries,
      dryRun: false,
      ...(work.replayId !== undefined && { replayId: work.replayId }),
      call: (step, operation, input, connection = event.connection) =>
        call({
          connection,
          operation,
          input,
          idempotencyKey: keyOfStep(handler.name, event.id, step, work),
          caller: `handler:${handler.name}`,
          signal,
        }),
      note: (text) => {
        trace.getActiveSpan()?.addEvent("note", { text });
        log.info({ handler: handler.name, event: event.id, attempt: work.attempt }, text);
      },
    });
  },
});

/** The event, with the payload that a person gave it instead when a dead letter was edited. */
const eventOf = ({ event, payload, queue }: Work): StoredEvent => {
  if (event === undefined) throw new TypeError(`Work for the handler ${queue} has no event.`);
  return payload === undefined ? event : { ...event, payload };
};
