import type { Tracer } from "@opentelemetry/api";
import type { Clock, MetricsSink, Random } from "@trunkline/core";
import type { Store } from "@trunkline/store";
import type { EventLog } from "../event-log.js";
import { repeat } from "../repeat.js";
import { createWakeUp } from "../wake-up.js";
import { type Claimant, claimSuspect, claimWork, hasSuspect } from "./claim.js";
import type { Consumer, Work } from "./consumer.js";
import { workChannel } from "./enqueue.js";
import { renewLeases } from "./leases.js";
import { perform } from "./perform.js";
import { reap } from "./reap.js";
import { GivenBack, LeaseLost } from "./run-try.js";
import { createRunningWork } from "./running-work.js";

/** Limits of a worker. */
export interface WorkerSettings {
  /** How long work stays with a worker that gives no sign of life. Milliseconds; default 30 s. */
  readonly leaseMs: number;
  /**
   * Most work under way at once. Each holds a connection of the pool, and may need another one: leave some free.
   * Default 6.
   */
  readonly mostRunning: number;
  /** Shortest and longest pause between two looks when nobody says that there is work. Milliseconds. */
  readonly pollMs: readonly [number, number];
}

/** The settings unless others are given. */
export const defaultWorkerSettings: WorkerSettings = { leaseMs: 30_000, mostRunning: 6, pollMs: [100, 250] };

/** What a worker is built on. */
export interface WorkerDeps {
  readonly store: Store;
  readonly consumers: readonly Consumer[];
  readonly clock: Clock;
  readonly random: Random;
  readonly metrics: MetricsSink;
  readonly log: EventLog;
  readonly tracer: Tracer;
  /** Unique among all processes that ever were. */
  readonly name: string;
  readonly settings?: Partial<WorkerSettings>;
}

/** Does the work of some queues in this process. */
export interface Worker {
  start(): void;
  /** Says that there may be work. */
  wake(): void;
  /** Takes no more work, waits for what is under way, and gives back what is not done by then. */
  drain(deadlineMs: number): Promise<void>;
}

/** Longest that giving back may take after the deadline. */
const afterDeadlineMs = 5_000;

/** A worker; several in one or many processes share the queues. */
export const createWorker = ({ store, consumers, name, ...deps }: WorkerDeps): Worker => {
  const { clock, random, metrics, log } = deps;
  const { leaseMs, mostRunning, pollMs } = { ...defaultWorkerSettings, ...deps.settings };
  const claimant: Claimant = { worker: name, leaseMs };
  const queues = consumers.map((consumer) => consumer.name);
  const byQueue = new Map(consumers.map((consumer) => [consumer.name, consumer]));
  const wakeUp = createWakeUp(clock);
  const running = createRunningWork(metrics, wakeUp.wake);
  const claiming = new AbortController();
  const living = new AbortController();
  const isolation = { suspected: true, alone: false, checkedMs: 0 };
  let patientUntilMs = 0;
  let claims: Promise<void> | undefined;

  const begin = (work: Work): void => {
    const consumer = byQueue.get(work.queue);
    if (consumer === undefined) throw new Error(`Work of the unknown queue ${work.queue} was claimed.`);
    running.start(work, (signal) => perform({ ...deps, store }, consumer, work, signal));
  };

  const turn = async (): Promise<boolean> => {
    if (isolation.alone && running.size > 0) return false;
    isolation.alone = false;
    if (await isSuspected()) return running.size === 0 && takeSuspect();
    const { rooms, most } = running.rooms(consumers, mostRunning);
    if (rooms.length === 0) return false;
    const works = await claimWork(store.db, claimant, rooms, most);
    for (const work of works) begin(work);
    return false;
  };

  /** Looked up once a second, and while it is known: then nothing else is begun until this process is free for it. */
  const isSuspected = async (): Promise<boolean> => {
    const nowMs = clock.monotonic();
    if (!isolation.suspected && nowMs - isolation.checkedMs < 1_000) return false;
    isolation.checkedMs = nowMs;
    isolation.suspected = await hasSuspect(store.db, queues);
    return isolation.suspected;
  };

  const takeSuspect = async (): Promise<boolean> => {
    const work = await claimSuspect(store.db, claimant, queues);
    if (work === undefined) return false; // another replica has it
    isolation.alone = true;
    begin(work);
    return false;
  };

  const heartbeat = async (): Promise<boolean> => {
    const leases = running.leases();
    if (leases.length === 0) return false;
    const held = await renewLeases(store.db, leases, leaseMs);
    const lost = new Set(leases.filter(({ id }) => !held.has(id)).map(({ id }) => id));
    running.abort(
      () => new LeaseLost(),
      (id) => lost.has(id),
    );
    return false;
  };

  const reapOnce = async (): Promise<boolean> => {
    // After the database was away nobody could renew: the living get the time to do so first.
    if (clock.monotonic() < patientUntilMs) return false;
    const { waiting, dead } = await reap(store, (queue) => byQueue.get(queue));
    for (const queue of [...waiting, ...dead])
      metrics.count("trunkline_work_attempts_total", { queue, outcome: "crashed" });
    if (waiting.length > 0) {
      isolation.suspected = true;
      wakeUp.wake();
      log.warn({ count: waiting.length }, "Work of a process that died or hung is done again, alone.");
    }
    if (dead.length > 0)
      log.error({ queues: dead }, "Work that brought its process down again and again is a dead letter.");
    return false;
  };

  const onFailure = (): void => {
    patientUntilMs = clock.monotonic() + leaseMs / 3 + 1_000;
  };

  const start = (): void => {
    if (claims !== undefined || claiming.signal.aborted) return;
    const common = { clock, random, log, onFailure };
    claims = repeat({
      ...common,
      failure: "Work could not be claimed",
      pauseMs: pollMs,
      signal: claiming.signal,
      wakeUp,
      turn,
    });
    void repeat({
      ...common,
      failure: "Leases could not be renewed",
      pauseMs: [leaseMs / 4, leaseMs / 3],
      signal: living.signal,
      turn: heartbeat,
    });
    void repeat({
      ...common,
      failure: "Expired leases could not be looked for",
      pauseMs: [Math.min(500, leaseMs / 8), Math.min(1_000, leaseMs / 4)],
      signal: living.signal,
      turn: reapOnce,
    });
    const subscription = store.listen(workChannel, wakeUp.wake);
    claiming.signal.addEventListener("abort", () => void subscription.stop());
  };

  const drain = async (deadlineMs: number): Promise<void> => {
    claiming.abort();
    await claims;
    const over = new AbortController();
    const wait = (ms: number) => Promise.race([running.ended(), clock.sleep(ms, over.signal).catch(() => {})]);
    await wait(deadlineMs);
    running.abort(() => new GivenBack());
    await wait(afterDeadlineMs);
    over.abort();
    living.abort();
  };

  return { start, wake: wakeUp.wake, drain };
};
