import type { Clock, MetricsSink } from "@trunkline/core";
import type { Store } from "@trunkline/store";
import type { EventLog } from "../event-log.js";
import type { Consumer } from "./consumer.js";
import { renewLeases } from "./leases.js";
import { reap } from "./reap.js";
import { LeaseLost } from "./run-try.js";
import type { RunningWork } from "./running-work.js";

/** What the upkeep of leases is built on. */
export interface UpkeepDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly metrics: MetricsSink;
  readonly log: EventLog;
  readonly running: RunningWork;
  readonly leaseMs: number;
  consumerOf(queue: string): Consumer | undefined;
  /** Told when work waits to be done alone. */
  onSuspect(): void;
}

/** Keeps our leases and ends those of workers that are gone. */
export interface Upkeep {
  /** Renews the leases of all that is under way; aborts what was taken away. */
  renew(): Promise<void>;
  reap(): Promise<void>;
  /** Says that the database was away: nobody could renew meanwhile. */
  onFailure(): void;
}

/** The upkeep of leases by one process. */
export const createUpkeep = ({ store, clock, metrics, log, running, leaseMs, ...deps }: UpkeepDeps): Upkeep => {
  let patientUntilMs = 0;
  return {
    renew: async () => {
      const leases = running.leases();
      if (leases.length === 0) return;
      const held = await renewLeases(store.db, leases, leaseMs);
      const lost = new Set(leases.filter(({ id }) => !held.has(id)).map(({ id }) => id));
      running.abort(
        () => new LeaseLost(),
        (id) => lost.has(id),
      );
    },
    reap: async () => {
      // The living get the time to renew first.
      if (clock.monotonic() < patientUntilMs) return;
      const { waiting, dead } = await reap(store, deps.consumerOf);
      for (const queue of [...waiting, ...dead])
        metrics.count("trunkline_work_attempts_total", { queue, outcome: "crashed" });
      if (waiting.length > 0) {
        deps.onSuspect();
        log.warn({ count: waiting.length }, "Work of a process that died or hung is done again, alone.");
      }
      if (dead.length > 0)
        log.error({ queues: dead }, "Work that brought its process down again and again is a dead letter.");
    },
    onFailure: () => {
      patientUntilMs = clock.monotonic() + leaseMs / 3 + 1_000;
    },
  };
};
