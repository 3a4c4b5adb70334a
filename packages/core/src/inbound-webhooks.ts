/** A secret that signs what comes in. */
export interface SigningSecret {
  readonly secret: string;
  /** Milliseconds since the epoch; absent: until it is taken out of the configuration. */
  readonly untilMs?: number;
}

/** A delivery as it came. */
export interface InboundDelivery {
  /** The bytes of the body, before any parsing: signatures are over them. */
  readonly rawBody: Uint8Array;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** Those that are valid now, from the configuration and from where operators and handshakes put them. */
  readonly secrets: readonly string[];
  /** True while an operator waits for a webhook to introduce itself. */
  readonly expectHandshake: boolean;
}

/** What a delivery tells of. */
export interface InboundEvent {
  /** As the upstream names it, e.g. `orders/create`. */
  readonly type: string;
  /** What a repeat of the same event has in common. */
  readonly dedupeKey: string;
  /** What it is about, e.g. `order:17`: events with the same are handled one after the other. */
  readonly orderingKey?: string;
  /** Whom it is about, e.g. `customer:17`, `email:a@b.example`: what erasure looks for. */
  readonly subjects?: readonly string[];
  /** Headers worth keeping; never a signature. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Integers that a number cannot hold are text. */
  readonly payload: unknown;
  /** ISO 8601. */
  readonly occurredAt?: string;
}

/** What became of a verification. Why a delivery was refused is for the log: its sender is told nothing. */
export type InboundVerdict =
  | { readonly kind: "event"; readonly event: InboundEvent }
  /** The webhook introduces itself with the secret that signs everything later. */
  | { readonly kind: "handshake"; readonly secret: string }
  /** Not proven to be from the upstream. */
  | { readonly kind: "refused"; readonly reason: string }
  /** From the upstream, but not readable. */
  | { readonly kind: "malformed"; readonly reason: string };

/** A subscription as the upstream lists it. */
export interface WebhookSubscriptionState {
  readonly id: string;
  /** As deliveries name it, e.g. `orders/create`. */
  readonly topic: string;
  readonly url: string;
}

/** Runs one of the connector's operations and gives its data. @throws ConnectorError */
export type CallOperation = (operation: string, input: unknown) => Promise<unknown>;

/** How an upstream's subscriptions are looked at and made, where it has an API for that. */
export interface WebhookSubscriptions {
  /** Topics that are subscribed unless the operator names others. */
  readonly topics: readonly string[];
  list(call: CallOperation): Promise<readonly WebhookSubscriptionState[]>;
  create(call: CallOperation, wanted: { readonly topic: string; readonly url: string }): Promise<void>;
}

/** Of when a change source is asked. ISO 8601; the end is not included. */
export interface ChangeInterval {
  readonly from: string;
  readonly to: string;
  /** From the page before. */
  readonly cursor?: string;
}

/** A page of what changed, as the events that would have told of it; `occurredAt` is when it changed last. */
export interface ChangePage {
  readonly events: readonly InboundEvent[];
  readonly nextCursor?: string;
}

/** What changed at an upstream, by asking it: for backfills, and to find events that never came. */
export interface ChangeSource {
  /** e.g. `orders`. */
  readonly name: string;
  /** One sentence for people. */
  readonly summary: string;
  /** Whether the upstream sends a webhook for each of these changes, so that one without is a gap. */
  readonly sendsEach: boolean;
  page(call: CallOperation, interval: ChangeInterval): Promise<ChangePage>;
}

/** How one connection's upstream sends webhooks. */
export interface InboundWebhooks {
  /** Secrets of the configuration, newest first. Empty: none, so nothing can be verified. */
  readonly secrets: readonly SigningSecret[];
  /** Never throws. Compares in constant time. */
  verify(delivery: InboundDelivery): InboundVerdict;
  /** Absent: people make webhooks by hand. */
  readonly subscriptions?: WebhookSubscriptions;
  /** What can be asked for changes. */
  readonly changes?: readonly ChangeSource[];
}

/**
 * A secret as configured: `SECRET`, or `SECRET until 2026-12-01T00:00Z` for the previous one of a rotation.
 * Nothing when the day cannot be read.
 */
export const parseSigningSecret = (text: string): SigningSecret | undefined => {
  const [, secret = text.trim(), until] = /^\s*(\S+)\s+until\s+(\S+)\s*$/.exec(text) ?? [];
  if (until === undefined) return /\s/.test(secret) || secret === "" ? undefined : { secret };
  const untilMs = Date.parse(until);
  return Number.isNaN(untilMs) ? undefined : { secret, untilMs };
};

/** Whether a secret still signs. */
export const isValidSecret = ({ untilMs }: SigningSecret, nowMs: number): boolean =>
  untilMs === undefined || nowMs < untilMs;
