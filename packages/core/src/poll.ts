import type { InboundEvent } from "./inbound-webhooks.js";

/** What a poll works with. */
export interface PollContext {
  /** What the last run gave; nothing at the first. */
  readonly checkpoint: unknown;
  /** Runs one of the connector's operations and gives its data. @throws ConnectorError */
  call(operation: string, input: unknown): Promise<unknown>;
  /** Milliseconds since the epoch. */
  readonly nowMs: number;
}

/** What changed since the last run, and where the next one goes on. They are stored together or not at all. */
export interface Polled {
  readonly events: readonly InboundEvent[];
  /** JSON. */
  readonly checkpoint: unknown;
}

/** How changes are noticed at an upstream that sends no webhooks. */
export interface Poll {
  /** Lower case, digits, `-`. Never change it: its checkpoint goes by it. */
  readonly name: string;
  /** One sentence for people. */
  readonly summary: string;
  /** Five fields, in UTC. */
  readonly cron: string;
  /** @throws ConnectorError: it is tried again */
  run(context: PollContext): Promise<Polled>;
}
