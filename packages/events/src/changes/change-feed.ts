import type { CallOperation, ChangeSource, InboundEvent } from "@trunkline/core";
import type { EventSource, NewEvent } from "../event.js";

/** A connection that can be asked what changed. */
export interface ChangeFeed {
  /** `tenant/connector/name`. */
  readonly connection: string;
  readonly sources: readonly ChangeSource[];
  /** Runs an operation of the connection as bulk work: it never starves a person's call. @throws ConnectorError */
  readonly call: CallOperation;
}

/** The event that tells of a change that was found by asking. The same change found again is the same event. */
export const toNewEvent = (connection: string, source: EventSource, event: InboundEvent): NewEvent => ({
  ...event,
  connection,
  source,
  dedupeKey: `${source}:${event.dedupeKey}`,
});
