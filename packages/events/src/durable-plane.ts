import type { Tracer } from "@opentelemetry/api";
import type { Clock, IdSource, MetricsSink, Random } from "@trunkline/core";
import type { Store } from "@trunkline/store";
import { type EventLog, silentLog } from "./event-log.js";
import type { EventHandler } from "./handler.js";
import type { CallOperation } from "./handlers/handler-call.js";
import { toConsumer } from "./handlers/to-consumer.js";
import { createInbox, type Inbox } from "./inbox/create-inbox.js";
import type { EventLimits } from "./inbox/event-limits.js";
import { createRelay, type Relay } from "./inbox/relay.js";
import type { Consumer } from "./queue/consumer.js";
import { createQueue, type Queue } from "./queue/create-queue.js";
import type { WorkerSettings } from "./queue/worker.js";

/** What the durable plane is built on. */
export interface DurablePlaneDeps {
  readonly store: Store;
  /** What is done about events. */
  readonly handlers: readonly EventHandler[];
  /** Who does work that is not a handler's, e.g. deliveries. */
  readonly consumers?: readonly Consumer[];
  /** How handlers call operations: through the write ledger. */
  readonly call: CallOperation;
  readonly clock: Clock;
  readonly random: Random;
  readonly ids: IdSource;
  readonly metrics: MetricsSink;
  readonly logger?: EventLog;
  readonly tracer?: Tracer;
  readonly limits?: Partial<EventLimits>;
  readonly worker?: Partial<WorkerSettings>;
}

/** Everything that must survive a crash, as one. */
export interface DurablePlane {
  readonly inbox: Inbox;
  readonly relay: Relay;
  readonly queue: Queue;
  /** Begins to relay and to work. What was accepted before is found. */
  start(): void;
  /** Ends what runs in the background; what is not done by the deadline is given back. Close the store after it. */
  drain(deadlineMs: number): Promise<void>;
}

/** Puts the parts together. */
export const createDurablePlane = ({
  store,
  handlers,
  logger = silentLog,
  ...deps
}: DurablePlaneDeps): DurablePlane => {
  const { clock, random, ids, metrics, tracer } = deps;
  const log = logger;
  const queue = createQueue({
    store,
    consumers: [...handlers.map((handler) => toConsumer(handler, { call: deps.call, log })), ...(deps.consumers ?? [])],
    clock,
    random,
    ids,
    metrics,
    log,
    ...(tracer && { tracer }),
    ...(deps.worker && { settings: deps.worker }),
  });
  const relay = createRelay({ store, handlers, clock, random, metrics, log, onRelayed: queue.wake });
  const inbox = createInbox({
    store,
    metrics,
    ...(deps.limits && { limits: deps.limits }),
    onAccepted: relay.wake,
  });
  return {
    inbox,
    relay,
    queue,
    start: () => {
      relay.start();
      queue.start();
    },
    drain: async (deadlineMs) => {
      await Promise.all([relay.stop(), queue.drain(deadlineMs)]);
    },
  };
};
