import type { Clock } from "../clock.js";
import type { FaultDial } from "./fault-dial.js";

/** How a simulator is started. */
export interface SimulatorOptions {
  /** Default: a free port. */
  readonly port?: number;
  /** Seeds the data; the same seed gives the same data. Default 1. */
  readonly seed?: number;
  readonly clock?: Clock;
}

/** A stateful twin of an upstream, served over loopback HTTP. */
export interface Simulator {
  readonly connector: string;
  /** `http://127.0.0.1:PORT`, to be used as a connection's `baseUrl`. */
  readonly url: string;
  /** A configuration that the connector accepts and the simulator knows. */
  readonly config: Readonly<Record<string, unknown>>;
  readonly faults: FaultDial;
  /**
   * Where people make webhooks by hand: makes one to an address on this machine that knows the secret of `config`. Absent:
   * there is an API for it, or there are no webhooks.
   */
  sendWebhooksTo?(url: string): Promise<void>;
  /** Back to the seeded state; clears faults. */
  reset(): void;
  close(): Promise<void>;
}

/** Starts a simulator; each connector's `/simulator` entry point has one. */
export type CreateSimulator = (options?: SimulatorOptions) => Promise<Simulator>;
