import type { Clock, WriteResult } from "@trunkline/core";
import type { Database } from "@trunkline/store";
import { endWrite, type Hold, type Owner, renewLeases } from "./statements.js";
import { toColumns } from "./write-row.js";

/** What holding writes needs. */
export interface HoldDeps {
  readonly db: Database;
  readonly owner: Owner;
  readonly clock: Pick<Clock, "sleep">;
  /** Told of what went wrong in the background. */
  onTrouble(error: unknown): void;
}

/** The writes that this process has under way. */
export interface HeldWrites {
  add(hold: Hold): void;
  /**
   * Records the end. Rejects when that fails or takes too long; it is then tried again until it succeeds or the process ends.
   */
  end(hold: Hold, result: WriteResult): Promise<void>;
  /** Renews no more. */
  stop(): void;
}

/** Longest that a caller who has its answer waits for the ledger. Milliseconds. */
const patienceMs = 2_000;

/** Times that recording an end is tried in the background, one every third of a lease. */
const maxTries = 500;

interface Pending {
  readonly result: WriteResult;
  readonly triesLeft: number;
}

/**
 * Keeps the leases of the writes under way, all in one statement, for as long as there are any, and goes on trying to record
 * ends that could not be recorded. Those keep no lease: meanwhile others may find out by reading.
 */
export const createHeldWrites = ({ db, owner, clock, onTrouble }: HoldDeps): HeldWrites => {
  const running = new Set<Hold>();
  const pending = new Map<Hold, Pending>();
  const stopped = new AbortController();
  let beating = false;

  const save = async (hold: Hold, result: WriteResult): Promise<void> => {
    await endWrite(db, hold, toColumns(result), { from: ["running", "unknown"] });
    pending.delete(hold);
  };

  const saveLate = async (hold: Hold, { result, triesLeft }: Pending): Promise<void> => {
    try {
      await save(hold, result);
    } catch (error) {
      if (triesLeft > 1) pending.set(hold, { result, triesLeft: triesLeft - 1 });
      else pending.delete(hold);
      onTrouble(error);
    }
  };

  const beat = async (): Promise<void> => {
    if (beating) return;
    beating = true;
    while (running.size + pending.size > 0) {
      await clock.sleep(owner.leaseMs / 3, stopped.signal).catch(() => {});
      if (stopped.signal.aborted) break;
      const ids = [...running].map(({ id }) => id);
      if (ids.length > 0) await renewLeases(db, owner, ids).catch(onTrouble);
      for (const [hold, late] of pending) await saveLate(hold, late);
    }
    beating = false;
  };

  return {
    add: (hold) => {
      running.add(hold);
      void beat();
    },
    end: async (hold, result) => {
      running.delete(hold);
      const patience = new AbortController();
      const saving = save(hold, result);
      try {
        await Promise.race([saving, clock.sleep(patienceMs, patience.signal).then(tooSlow)]);
      } catch (error) {
        pending.set(hold, { result, triesLeft: maxTries });
        saving.then(() => pending.delete(hold), onTrouble);
        void beat();
        throw error;
      } finally {
        patience.abort();
      }
    },
    stop: () => stopped.abort(),
  };
};

const tooSlow = () => {
  throw new Error(`The ledger did not answer within ${patienceMs} ms.`);
};
