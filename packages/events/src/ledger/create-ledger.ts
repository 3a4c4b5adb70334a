import { type Clock, type MetricsSink, noMetrics, systemClock, type WriteLedger } from "@trunkline/core";
import type { Store } from "@trunkline/store";
import { createEndWatch } from "./await-end.js";
import { beginWrite } from "./begin-write.js";
import { createHeldWrites } from "./hold-writes.js";
import { createLedgerMetrics } from "./ledger-metrics.js";
import { pruneWrites } from "./prune-writes.js";
import { settleDue, type VerifyWrite } from "./settle-writes.js";
import { writeChannel } from "./statements.js";
import { createWriteDesk, type WriteDesk } from "./write-desk.js";

/** What the ledger stands on. */
export interface LedgerDeps {
  readonly store: Store;
  /** Names this process; another after each start. */
  readonly replicaId: string;
  /** How unknown outcomes are looked up. Default: not at all. See `verifyThrough`. */
  readonly verify?: VerifyWrite;
  readonly clock?: Pick<Clock, "sleep">;
  readonly metrics?: MetricsSink;
  /** How long a process that is not heard of is believed to be running its writes. Milliseconds; default 15 s. */
  readonly leaseMs?: number;
  /** Pause between two looks for work that is due. Milliseconds; default 5 s. */
  readonly settleEveryMs?: number;
  /** Told of what went wrong in the background. */
  onTrouble?(error: unknown): void;
}

/** The ledger in the database, shared by all replicas. */
export interface Ledger extends WriteLedger, WriteDesk {
  /** Starts settling what is unknown and listening for ends of others' writes. */
  start(): void;
  stop(): Promise<void>;
  /** Makes unknown what was abandoned and looks at what is due. Answers how many it looked at. */
  settleDue(): Promise<number>;
  /** Forgets writes that ended longer ago; those that are unknown stay. Answers how many. */
  prune(olderThanMs: number): Promise<number>;
}

/** A ledger on table `write`. */
export const createLedger = (deps: LedgerDeps): Ledger => {
  const { store, replicaId, clock = systemClock, metrics = noMetrics, leaseMs = 15_000, settleEveryMs = 5_000 } = deps;
  const { verify = async () => ({ outcome: "unknown", reason: "nothing verifies here" }), onTrouble = () => {} } = deps;
  const { db } = store;
  const owner = { replicaId, leaseMs };
  const ended = createLedgerMetrics(db, metrics);
  const held = createHeldWrites({ db, owner, clock, onTrouble });
  const watch = createEndWatch(db, clock);
  const stopped = new AbortController();
  let running: Promise<void> | undefined;
  let listening: { stop(): Promise<void> } | undefined;

  const settle = () => settleDue({ db, verify, onEnd: ended.count, onSettled: watch.wake });

  const settleUntilStopped = async (): Promise<void> => {
    while (!stopped.signal.aborted) {
      try {
        await settle();
        await ended.sample();
      } catch (error) {
        onTrouble(error);
      }
      await clock.sleep(settleEveryMs, stopped.signal).catch(() => {});
    }
  };

  return {
    begin: (intent) => beginWrite({ db, owner, held, watch, onEnd: ended.count }, intent),
    ...createWriteDesk(store, ({ id, connection, state }) => {
      ended.count(connection, state);
      watch.wake(id);
    }),
    settleDue: settle,
    prune: (olderThanMs) => pruneWrites(db, olderThanMs),
    start: () => {
      running ??= settleUntilStopped();
      listening ??= store.listen(writeChannel, (id) => watch.wake(id === "" ? undefined : Number(id)));
    },
    stop: async () => {
      stopped.abort();
      held.stop();
      await Promise.all([running, listening?.stop()]);
    },
  };
};
