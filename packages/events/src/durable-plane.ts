import type { Tracer } from "@opentelemetry/api";
import type { Clock, IdSource, MetricsSink, Random } from "@trunkline/core";
import type { Store } from "@trunkline/store";
import type { ChangeFeed } from "./changes/change-feed.js";
import { type Backfills, createBackfills } from "./changes/create-backfills.js";
import { createGapCheck, type GapCheck, type GapWindow } from "./changes/create-gap-check.js";
import { createDeadLetters, type DeadLetters } from "./dead-letters/create-dead-letters.js";
import { type EventLog, silentLog } from "./event-log.js";
import type { EventHandler } from "./handler.js";
import type { CallOperation } from "./handlers/handler-call.js";
import { createPlan } from "./handlers/plan.js";
import { toConsumer } from "./handlers/to-consumer.js";
import { createInbox, type Inbox } from "./inbox/create-inbox.js";
import type { EventLimits } from "./inbox/event-limits.js";
import { createRelay, type Relay } from "./inbox/relay.js";
import type { Consumer } from "./queue/consumer.js";
import { createQueue, type Queue } from "./queue/create-queue.js";
import type { WorkerSettings } from "./queue/worker.js";
import { repeat } from "./repeat.js";
import { createReplays, type Replays } from "./replay/create-replays.js";
import { replayStep } from "./replay/feed-queue.js";
import { createReplayRunner } from "./replay/runner.js";
import { createRetention, type Retention } from "./retention/create-retention.js";
import type { RetentionWindows } from "./retention/windows.js";
import { sampleMetrics } from "./sample-metrics.js";
import { createSchedules, type Schedules } from "./schedules/create-schedules.js";
import { defineSchedule, type Schedule } from "./schedules/schedule.js";

/** What the durable plane is built on. */
export interface DurablePlaneDeps {
  readonly store: Store;
  /** What is done about events. */
  readonly handlers: readonly EventHandler[];
  /** Who does work that is not a handler's, e.g. deliveries. */
  readonly consumers?: readonly Consumer[];
  /** Recurring tasks beside our own. */
  readonly schedules?: readonly Schedule[];
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
  readonly retention?: Partial<RetentionWindows>;
  /** Connections that can be asked what changed. Called anew each time. */
  changeFeeds?(): readonly ChangeFeed[];
  readonly gaps?: Partial<GapWindow>;
}

/** Everything that must survive a crash, as one. */
export interface DurablePlane {
  readonly inbox: Inbox;
  readonly relay: Relay;
  readonly queue: Queue;
  readonly schedules: Schedules;
  readonly retention: Retention;
  readonly deadLetters: DeadLetters;
  readonly replays: Replays;
  readonly backfills: Backfills;
  readonly gaps: GapCheck;
  /** Begins to relay and to work. What was accepted before is found. */
  start(): void;
  /** Ends what runs in the background; what is not done by the deadline is given back. Close the store after it. */
  drain(deadlineMs: number): Promise<void>;
}

/** Puts the parts together. */
export const createDurablePlane = (deps: DurablePlaneDeps): DurablePlane => {
  const { store, handlers, clock, random, metrics, logger: log = silentLog } = deps;
  const common = { store, clock, random, metrics, log };
  const plan = createPlan(handlers, log);
  const retention = createRetention({ ...common, ...(deps.retention && { windows: deps.retention }) });
  const schedules = createSchedules({
    ...common,
    schedules: [retention.schedule, ...(deps.changeFeeds ? [gapSchedule(() => gaps)] : []), ...(deps.schedules ?? [])],
    onDue: () => queue.wake(),
  });
  const queue = createQueue({
    ...common,
    ids: deps.ids,
    consumers: [
      ...handlers.map((handler) => toConsumer(handler, { call: deps.call, log })),
      schedules.consumer,
      ...(deps.consumers ?? []),
    ],
    ...(deps.tracer && { tracer: deps.tracer }),
    ...(deps.worker && { settings: deps.worker }),
  });
  const relay = createRelay({ ...common, handlers, onRelayed: queue.wake });
  const inbox = createInbox({ ...common, ...(deps.limits && { limits: deps.limits }), onAccepted: relay.wake });
  const feeds = deps.changeFeeds ?? (() => []);
  const incoming = { feeds, acceptIn: inbox.acceptIn, wake: inbox.wake };
  const backfills = createBackfills({ store, ...incoming, onStarted: () => runner.wake() });
  const gaps = createGapCheck({ ...common, ...incoming, ...(deps.gaps && { window: deps.gaps }) });
  const runner = createReplayRunner({
    ...common,
    steps: { replay: (tx, row) => replayStep(tx, row, plan), backfill: backfills.step },
  });
  const stopped = new AbortController();
  let measuring: Promise<void> | undefined;
  return {
    inbox,
    relay,
    queue,
    schedules,
    retention,
    deadLetters: createDeadLetters({ store, onRetried: queue.wake }),
    replays: createReplays({ store, plan, onStarted: runner.wake }),
    backfills,
    gaps,
    start: () => {
      if (stopped.signal.aborted) throw new TypeError("A durable plane that was drained cannot start again.");
      if (measuring !== undefined) return;
      relay.start();
      queue.start();
      schedules.start();
      runner.start();
      measuring = repeat({
        ...common,
        failure: "The queues could not be measured",
        pauseMs: samplePauseMs,
        signal: stopped.signal,
        turn: async () => {
          await sampleMetrics(store, queue, metrics);
          metrics.set("trunkline_store_up", {}, 1);
          return false;
        },
        onFailure: () => metrics.set("trunkline_store_up", {}, 0),
      });
    },
    drain: async (deadlineMs) => {
      stopped.abort();
      await Promise.all([relay.stop(), schedules.stop(), runner.stop(), queue.drain(deadlineMs), measuring]);
    },
  };
};

const samplePauseMs = [4_000, 6_000] as const;

/** Every quarter of an hour; what it heals is told by the check itself. */
const gapSchedule = (gaps: () => GapCheck): Schedule =>
  defineSchedule({
    name: "gap-check",
    summary: "Compares what upstreams say has changed with what arrived, and fetches what did not",
    cron: "*/15 * * * *",
    run: async () => {
      await gaps().runAll();
    },
  });
