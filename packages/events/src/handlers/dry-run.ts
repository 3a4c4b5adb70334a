import type { Store } from "@trunkline/store";
import type { StoredEvent } from "../event.js";
import type { EventHandler } from "../handler.js";
import type { WorkFailure } from "../queue/consumer.js";
import { toWorkFailure } from "../queue/verdict.js";
import { keyOfStep, refusedInDryRun } from "./handler-call.js";

/** A call that a handler would make. */
export interface IntendedCall {
  readonly connection: string;
  readonly operation: string;
  readonly input: unknown;
  readonly idempotencyKey: string;
}

/** What a handler would do about an event. */
export interface DryRun {
  readonly handler: string;
  readonly eventId: number;
  /**
   * `done`: it went through; `called`: it stopped at a call, whose answer a dry run does not have; `failed`: it failed for
   * itself.
   */
  readonly outcome: "done" | "called" | "failed";
  readonly notes: readonly string[];
  readonly calls: readonly IntendedCall[];
  readonly error?: WorkFailure;
}

/** Runs a handler in a transaction that is rolled back, without any call to the outside. Never rejects for the handler's failure. */
export const runDry = async (
  store: Pick<Store, "db">,
  handler: EventHandler,
  event: StoredEvent,
  signal: AbortSignal = AbortSignal.timeout(handler.timeoutMs ?? 60_000),
): Promise<DryRun> => {
  const notes: string[] = [];
  const calls: IntendedCall[] = [];
  const tx = await store.db.startTransaction().execute();
  const facts = { handler: handler.name, eventId: event.id, notes, calls };
  try {
    await handler.run({
      event,
      tx,
      signal,
      attempt: 1,
      dryRun: true,
      call: async (step, operation, input, connection = event.connection) => {
        const idempotencyKey = keyOfStep(handler.name, event.id, step, { id: 0 });
        calls.push({ connection, operation, input, idempotencyKey });
        return refusedInDryRun(connection, operation);
      },
      note: (text) => void notes.push(text),
    });
    return { ...facts, outcome: "done" };
  } catch (error) {
    return { ...facts, outcome: calls.length > 0 ? "called" : "failed", error: toWorkFailure(error) };
  } finally {
    await tx.rollback().execute();
  }
};
