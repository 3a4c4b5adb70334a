import type { Clock } from "@trunkline/core";
import { deferred, type Store } from "@trunkline/store";
import { sql } from "kysely";
import type { Consumer, Work } from "./consumer.js";
import { finishWork, isLostAtCommit } from "./settle.js";

/** Another worker has this work now; nothing of this try was committed. */
export class LeaseLost extends Error {
  override readonly name = "LeaseLost";
  readonly code = "LEASE_LOST";

  constructor() {
    super("The lease ran out and another worker has taken over. Nothing of this try was committed.");
  }
}

/** The try took longer than its handler may. */
export class TryTimedOut extends Error {
  override readonly name = "TryTimedOut";
  readonly code = "HANDLER_TIMEOUT";

  constructor(timeoutMs: number) {
    super(`The try took longer than ${timeoutMs} ms. Do less at once, or allow more time.`);
  }
}

/** One try: the effects and the mark "done" in one transaction, or nothing of either. */
export interface Try {
  readonly store: Pick<Store, "db">;
  readonly clock: Pick<Clock, "sleep">;
  readonly consumer: Consumer;
  readonly work: Work;
  /** Aborted when the lease is lost or the process stops: its reason is the failure. */
  readonly signal: AbortSignal;
}

/**
 * Runs a try and commits it.
 * @throws LeaseLost, TryTimedOut, the signal's reason, or what the consumer threw: nothing was committed. A connection that
 *   breaks during the commit leaves it open whether it was; the fence then refuses whatever this worker says next.
 */
export const runTry = async ({ store, clock, consumer, work, signal }: Try): Promise<void> => {
  const over = new AbortController();
  const either = AbortSignal.any([signal, over.signal]);
  const timer = new AbortController();
  clock.sleep(consumer.timeoutMs, timer.signal).then(
    () => over.abort(new TryTimedOut(consumer.timeoutMs)),
    () => {},
  );
  try {
    const prepared = await untilAborted(async () => consumer.prepare?.({ work, signal: either }), either);
    await commitTry({ store, consumer, work, prepared, signal: either, onRun: () => timer.abort() });
  } catch (error) {
    throw either.aborted && !(error instanceof LeaseLost) ? either.reason : error;
  } finally {
    timer.abort();
  }
};

interface PreparedTry extends Pick<Try, "store" | "consumer" | "work" | "signal"> {
  readonly prepared: unknown;
  /** The consumer is through: its time limit ends here. */
  onRun(): void;
}

const commitTry = async ({ store, consumer, work, prepared, signal, onRun }: PreparedTry): Promise<void> => {
  // A transaction that refuses statements once it is over: a consumer that ignores its signal must not go on writing
  // through a connection that serves somebody else by then.
  const tx = await store.db.startTransaction().execute();
  try {
    // Handlers may wait for an upstream with the transaction open.
    await sql`${deferred}
      select set_config('idle_in_transaction_session_timeout', ${`${consumer.timeoutMs + 5_000}`}::text, true)`.execute(
      tx,
    );
    await untilAborted(() => consumer.run({ work, tx, signal, prepared }), signal);
    onRun();
    await finishWork(tx, work);
    await tx.commit().execute();
  } catch (error) {
    await tx
      .rollback()
      .execute()
      .catch(() => {}); // it ended already, or its connection did
    throw isLostAtCommit(error) ? new LeaseLost() : error;
  }
};

/** Does not wait for a consumer that ignores its signal. */
const untilAborted = async <T>(run: () => Promise<T>, signal: AbortSignal): Promise<T> => {
  signal.throwIfAborted();
  const aborted = Promise.withResolvers<never>();
  const leave = () => aborted.reject(signal.reason);
  signal.addEventListener("abort", leave, { once: true });
  try {
    return await Promise.race([run(), aborted.promise]);
  } finally {
    signal.removeEventListener("abort", leave);
  }
};

/** The process stops: what is not done yet goes back to the queue. */
export class GivenBack extends Error {
  override readonly name = "GivenBack";
  readonly code = "SHUTTING_DOWN";

  constructor() {
    super("The process stops. The work is given back and counts as no try.");
  }
}

/** Whether a try ended because the process stops. */
export const isGivenBack = (error: unknown): boolean => error instanceof GivenBack;
