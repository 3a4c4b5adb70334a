import type { HealthReport, HealthState, Registry } from "@trunkline/registry";
import type { ConnectionFailure } from "../connections.js";

/** One connection as the first page shows it. */
export interface StatusRow {
  readonly connector: string;
  readonly title: string;
  readonly connection: string;
  readonly state: HealthState;
  readonly reason?: string;
  /** Absent when it did not open. */
  readonly mode?: HealthReport["mode"];
  readonly apiVersion?: string;
  readonly operations: number;
  readonly quotas: readonly { readonly bucket: string; readonly remaining: number; readonly capacity: number }[];
}

/** The gateway at a glance. */
export interface Status {
  readonly version: string;
  readonly draining: boolean;
  readonly connections: readonly StatusRow[];
}

/** What a status is made of. */
export interface StatusFacts {
  readonly version: string;
  readonly registry: Registry;
  readonly failures: readonly ConnectionFailure[];
  readonly draining: boolean;
}

/** The gateway at a glance: nothing secret, no network. */
export const toStatus = ({ version, registry, failures, draining }: StatusFacts): Status => {
  const health = registry.health();
  const connections = registry.connectors.flatMap(({ id, title, operations }): StatusRow[] => [
    ...health
      .filter(({ connector }) => connector === id)
      .map((report) => ({
        connector: id,
        title,
        connection: report.connection,
        state: report.state,
        ...(report.reason !== undefined && { reason: report.reason }),
        mode: report.mode,
        apiVersion: report.apiVersion,
        operations: operations.length,
        quotas: report.quotas.map(({ bucket, remaining, capacity }) => ({
          bucket,
          remaining: Math.floor(remaining),
          capacity,
        })),
      })),
    ...failures
      .filter(({ connector }) => connector === id)
      .map(({ connection, reason }) => ({
        connector: id,
        title,
        connection,
        state: "down" as const,
        reason,
        operations: operations.length,
        quotas: [],
      })),
  ]);
  return { version, draining, connections };
};
