import { isConnectorError, type MetricsSink } from "@trunkline/core";
import type { Store, StoreTransaction } from "@trunkline/store";
import type { Accepted, NewEvent } from "../event.js";
import { currentTraceparent } from "../traceparent.js";
import { defaultEventLimits, type EventLimits } from "./event-limits.js";
import { createGroupCommit } from "./group-commit.js";
import { insertEvents } from "./insert-events.js";
import { type EventRow, toEventRow } from "./to-event-row.js";

/** What an inbox is built on. */
export interface InboxDeps {
  readonly store: Store;
  readonly metrics: MetricsSink;
  readonly limits?: Partial<EventLimits>;
  /** Told after events were stored, so that they are handled without waiting for a poll. */
  onAccepted?(): void;
}

/** Where events come in. */
export interface Inbox {
  /**
   * Stores events and resolves once they are durable; a repeat answers with the id of the first. All or none.
   * @throws ConnectorError `INVALID_INPUT`, `PAYLOAD_TOO_LARGE`: they will never be stored; anything else: nothing is
   *   stored for certain, and the sender must come again
   */
  accept(events: readonly NewEvent[]): Promise<readonly Accepted[]>;
  /** The same within a transaction of the caller: they exist if it commits. Call `wake` after that. */
  acceptIn(tx: StoreTransaction, events: readonly NewEvent[]): Promise<readonly Accepted[]>;
  /** Says that events were committed through `acceptIn`. */
  wake(): void;
}

const mostRows = 500;
const mostBytes = 4 * 1024 * 1024;
const mostWaitingBytes = 64 * 1024 * 1024;

/** An inbox on the table `event`. */
export const createInbox = ({ store, metrics, limits, onAccepted = () => {} }: InboxDeps): Inbox => {
  const allLimits = { ...defaultEventLimits, ...limits };
  const commit = createGroupCommit<EventRow, Accepted>({
    commit: (rows) => insertEvents(store.db, rows),
    sizeOf: ({ json }) => json.length,
    mostRows,
    mostBytes,
    mostWaitingBytes,
  });

  const toRows = (events: readonly NewEvent[]): readonly EventRow[] => {
    const trace = currentTraceparent();
    try {
      return events.map((event) => toEventRow(event, allLimits, trace));
    } catch (error) {
      if (isConnectorError(error)) metrics.count("trunkline_events_refused_total", { code: error.code });
      throw error;
    }
  };

  const count = (rows: readonly EventRow[], answers: readonly Accepted[]): void => {
    for (const [at, { connector }] of rows.entries())
      metrics.count("trunkline_events_accepted_total", {
        connector,
        outcome: answers[at]?.duplicate ? "duplicate" : "stored",
      });
  };

  return {
    accept: async (events) => {
      const rows = toRows(events);
      if (rows.length === 0) return [];
      const answers = await commit(rows);
      count(rows, answers);
      if (answers.some(({ duplicate }) => !duplicate)) onAccepted();
      return answers;
    },
    acceptIn: async (tx, events) => {
      const rows = toRows(events);
      const answers = rows.length === 0 ? [] : await insertEvents(tx, rows);
      count(rows, answers);
      return answers;
    },
    wake: onAccepted,
  };
};
