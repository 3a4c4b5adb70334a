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

/**
 * Keeps the leases of the writes under way, all in one statement, for as long as there are any, and goes on trying to record
 * ends that could not be recorded.
 */
export const createHeldWrites = ({ db, owner, clock, onTrouble }: HoldDeps): HeldWrites => {
  const held = new Map<Hold, WriteResult | undefined>();
  const stopped = new AbortController();
  let beating = false;

  const save = async (hold: Hold, result: WriteResult): Promise<void> => {
    await endWrite(db, hold, toColumns(result), { from: ["running", "unknown"] });
    held.delete(hold);
  };

  const beat = async (): Promise<void> => {
    if (beating) return;
    beating = true;
    while (held.size > 0) {
      await clock.sleep(owner.leaseMs / 3, stopped.signal).catch(() => {});
      if (held.size === 0 || stopped.signal.aborted) break;
      try {
        await renewLeases(
          db,
          owner,
          [...held.keys()].map(({ id }) => id),
        );
        for (const [hold, result] of held) if (result) await save(hold, result);
      } catch (error) {
        onTrouble(error);
      }
    }
    beating = false;
  };

  return {
    add: (hold) => {
      held.set(hold, undefined);
      void beat();
    },
    end: async (hold, result) => {
      const patience = new AbortController();
      const saving = save(hold, result);
      try {
        await Promise.race([saving, clock.sleep(patienceMs, patience.signal).then(tooSlow)]);
      } catch (error) {
        held.set(hold, result);
        saving.then(() => held.delete(hold), onTrouble);
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
