import { context, ROOT_CONTEXT, type Span, SpanKind, SpanStatusCode, type Tracer, trace } from "@opentelemetry/api";
import type { Clock, MetricsSink, Random } from "@trunkline/core";
import type { Store } from "@trunkline/store";
import type { EventLog } from "../event-log.js";
import { isDatabaseFailure } from "../passing-failure.js";
import { parseTraceparent } from "../traceparent.js";
import type { Consumer, Verdict, Work, WorkFailure } from "./consumer.js";
import { releaseLeases } from "./leases.js";
import { isGivenBack, LeaseLost, runTry } from "./run-try.js";
import { outcomeOf, settleFailure } from "./settle.js";
import { toWorkFailure, verdictOf } from "./verdict.js";

/** What performing work is built on. */
export interface PerformDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly random: Random;
  readonly metrics: MetricsSink;
  readonly log: EventLog;
  readonly tracer: Tracer;
}

type WorkOutcome = "done" | "retry" | "snoozed" | "dead" | "released" | "lost";

/**
 * Does one piece of claimed work and writes down what became of it, under one span in the trace that its event came with.
 * Never rejects.
 */
export const perform = async (
  deps: PerformDeps,
  consumer: Consumer,
  work: Work,
  signal: AbortSignal,
): Promise<void> => {
  const startedMs = deps.clock.monotonic();
  const span = startSpan(deps.tracer, work);
  const outcome = await context.with(trace.setSpan(context.active(), span), () =>
    tryAndSettle(deps, consumer, work, signal, span),
  );
  span.setAttribute("trunkline.outcome", outcome);
  span.end();
  const labels = { queue: work.queue, outcome };
  deps.metrics.count("trunkline_work_attempts_total", labels);
  deps.metrics.observe("trunkline_work_duration_seconds", labels, (deps.clock.monotonic() - startedMs) / 1000);
};

const tryAndSettle = async (
  deps: PerformDeps,
  consumer: Consumer,
  work: Work,
  signal: AbortSignal,
  span: Span,
): Promise<WorkOutcome> => {
  try {
    const startedMs = deps.clock.monotonic();
    await runTry({ ...deps, consumer, work, signal });
    const seconds = work.waitedSeconds + (deps.clock.monotonic() - startedMs) / 1000;
    deps.metrics.observe("trunkline_work_life_seconds", { queue: work.queue }, seconds);
    return "done";
  } catch (error) {
    if (error instanceof LeaseLost) return "lost";
    if (isGivenBack(error)) return settleFor(deps, () => giveBack(deps.store, work), signal);
    const failure = toWorkFailure(error);
    span.setAttribute("error.type", failure.code);
    span.setStatus({ code: SpanStatusCode.ERROR, message: failure.code });
    const verdict = verdictOf(error, work, consumer, deps.random);
    return settleFor(deps, () => settle(deps, consumer, work, verdict, failure), signal);
  }
};

const giveBack = async (store: Store, work: Work): Promise<WorkOutcome> =>
  (await releaseLeases(store.db, [work])) === 1 ? "released" : "lost";

const settle = async (
  deps: PerformDeps,
  consumer: Consumer,
  work: Work,
  verdict: Verdict,
  failure: WorkFailure,
): Promise<WorkOutcome> => {
  if (verdict.kind === "dead" && consumer.onDead !== undefined) return bury(deps, consumer, work, failure);
  return (await settleFailure(deps.store.db, work, verdict, failure)) ? outcomeOf(verdict) : "lost";
};

/** A dead letter that cannot be noted elsewhere is a dead letter all the same. */
const bury = async (
  { store, log }: PerformDeps,
  consumer: Consumer,
  work: Work,
  failure: WorkFailure,
): Promise<WorkOutcome> => {
  try {
    const buried = await store.transaction(async (tx) => {
      if (!(await settleFailure(tx, work, { kind: "dead" }, failure))) return false;
      await consumer.onDead?.(work, tx, failure);
      return true;
    });
    return buried ? "dead" : "lost";
  } catch (error) {
    if (isDatabaseFailure(error)) throw error;
    log.error({ err: error, queue: work.queue, work: work.id }, "A dead letter could not be noted elsewhere.");
    return (await settleFailure(store.db, work, { kind: "dead" }, failure)) ? "dead" : "lost";
  }
};

const settlePauseMs = 250;

/**
 * Until the database takes it or the lease is gone: a try that failed for itself must not look like one that took its
 * process with it. The lease is renewed meanwhile.
 */
const settleFor = async (
  { clock, log }: PerformDeps,
  write: () => Promise<WorkOutcome>,
  signal: AbortSignal,
): Promise<WorkOutcome> => {
  for (;;) {
    try {
      return await write();
    } catch (error) {
      if (signal.aborted || !isDatabaseFailure(error)) {
        log.error({ err: error }, "What became of a try could not be written down; its lease runs out.");
        return "lost";
      }
    }
    await clock.sleep(settlePauseMs, signal).catch(() => {});
  }
};

const startSpan = (tracer: Tracer, work: Work): Span => {
  const origin = parseTraceparent(work.event?.trace);
  const parent = parseTraceparent(work.trace) ?? origin;
  return tracer.startSpan(
    `work ${work.queue}`,
    {
      kind: SpanKind.CONSUMER,
      attributes: {
        "messaging.system": "trunkline",
        "messaging.operation.type": "process",
        "messaging.destination.name": work.queue,
        "messaging.message.id": String(work.id),
        "trunkline.attempt": work.attempt,
        ...(work.event && {
          "trunkline.event": work.event.id,
          "trunkline.event.type": `${work.event.connector}:${work.event.type}`,
          "trunkline.connection": work.event.connection,
        }),
      },
      // A replay has a trace of its own; its event came with another.
      links: origin && parent && origin.traceId !== parent.traceId ? [{ context: origin }] : [],
    },
    parent ? trace.setSpanContext(ROOT_CONTEXT, parent) : ROOT_CONTEXT,
  );
};
