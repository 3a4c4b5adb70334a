/** How an event came to us. */
export type EventSource = "webhook" | "poll" | "backfill" | "gap" | "manual";

/** An event on its way in: verified, not stored yet. */
export interface NewEvent {
  /** `tenant/connector/name`. */
  readonly connection: string;
  /** As the upstream names it, e.g. `orders/create`. */
  readonly type: string;
  readonly source: EventSource;
  /** What a repeat of the same event has in common; unique within the connection. */
  readonly dedupeKey: string;
  /** What it is about, e.g. `order:17`: events with the same are handled in the order of their arrival. Default: its type. */
  readonly orderingKey?: string;
  /** Whom it is about, e.g. `customer:17`, `email:a@b.example`: what erasure looks for. */
  readonly subjects?: readonly string[];
  /** Headers worth keeping; never a signature or a credential. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Parsed. Integers that a number cannot hold are text. */
  readonly payload: unknown;
  /** ISO 8601: when it happened, as the upstream says. */
  readonly occurredAt?: string;
  /** W3C `traceparent`. */
  readonly trace?: string;
}

/** An event as it is stored. */
export interface StoredEvent extends Required<Omit<NewEvent, "occurredAt" | "trace">> {
  readonly id: number;
  readonly connector: string;
  readonly occurredAt?: string;
  /** ISO 8601. */
  readonly receivedAt: string;
  readonly trace?: string;
}

/** What became of an event that was offered. */
export interface Accepted {
  readonly id: number;
  /** True: it was here before, and nothing was stored. */
  readonly duplicate: boolean;
}
