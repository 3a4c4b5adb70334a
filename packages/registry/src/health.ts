import type { BucketState, ConnectionStatus } from "@trunkline/core";

/** `up`: works; `degraded`: works with trouble; `down`: does not; `needs_reauth`: a person must log in; `disabled`: switched off. */
export type HealthState = "up" | "degraded" | "down" | "needs_reauth" | "disabled";

/** How a connection is served: by the packaged simulator or by the vendor. */
export type ConnectionMode = "mock" | "live";

/** Health of one connection, from what is already known: reading it never touches the network. */
export interface HealthReport {
  readonly connector: string;
  readonly connection: string;
  readonly mode: ConnectionMode;
  readonly state: HealthState;
  /** A sentence for a person; absent when up. */
  readonly reason?: string;
  readonly apiVersion: string;
  /** ISO date on which the API version in use ends. */
  readonly sunsetOn?: string;
  readonly breaker: ConnectionStatus["breaker"];
  readonly quotas: readonly BucketState[];
  /** Milliseconds since the epoch. */
  readonly lastSuccessMs?: number;
  readonly lastError?: ConnectionStatus["lastError"];
  /** When the last probe ended and how long it took. Absent: not probed yet. */
  readonly probe?: { readonly atMs: number; readonly durationMs: number; readonly ok: boolean };
}
