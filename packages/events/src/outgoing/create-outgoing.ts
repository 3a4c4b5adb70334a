import { randomUUID } from "node:crypto";
import type { LookupFunction } from "node:net";
import { type Clock, createPublicTransport, type IdSource, type Random, systemClock } from "@trunkline/core";
import type { Store } from "@trunkline/store";
import type { Consumer } from "../queue/consumer.js";
import { createDeliveryConsumer } from "./delivery-consumer.js";
import { createEndpoints, type Endpoints } from "./endpoints.js";
import { deliveryLimits } from "./schedule.js";
import { type MintSecret, mintSecret } from "./secrets.js";
import { createSend } from "./send.js";

/** What outgoing webhooks are built on. */
export interface OutgoingDeps {
  readonly store: Store;
  /** Hosts that may have private addresses and be reached over http: `TRUNKLINE_WEBHOOK_ALLOW_HOSTS`. Default none. */
  readonly allowHosts?: readonly string[];
  /** Lets endpoints be on this machine: mock mode. Default false. */
  readonly allowLoopback?: boolean;
  readonly clock?: Clock;
  readonly random?: Random;
  readonly ids?: IdSource;
  readonly mintSecret?: MintSecret;
  /** Longest exchange with a receiver. Milliseconds; default 15 s. */
  readonly timeoutMs?: number;
  /** Pauses between tries. Milliseconds; default 28 hours in seven steps. */
  readonly scheduleMs?: readonly number[];
  /** Default: the system's resolver. */
  readonly lookup?: LookupFunction;
}

/** Outgoing webhooks. */
export interface Outgoing {
  readonly endpoints: Endpoints;
  /** Does the work of the queue `deliveries`. */
  readonly consumer: Consumer;
  close(): Promise<void>;
}

/** Endpoints and the deliveries to them. What is delivered is decided by the feed's handler. */
export const createOutgoing = (deps: OutgoingDeps): Outgoing => {
  const { store, clock = systemClock, random = Math.random, ids = randomUUID, scheduleMs, lookup } = deps;
  const { timeoutMs = deliveryLimits.timeoutMs, allowHosts = [], allowLoopback = false } = deps;
  const transport = createPublicTransport({ timeoutMs, privateHosts: allowHosts, allowLoopback, lookup });
  const send = createSend({ transport, clock, timeoutMs });
  const { refusalOf } = transport;
  return {
    endpoints: createEndpoints({ store, ids, mintSecret: deps.mintSecret ?? mintSecret, send, refusalOf }),
    consumer: createDeliveryConsumer({ store, send, clock, random, ...(scheduleMs && { scheduleMs }) }),
    close: () => transport.close(),
  };
};
