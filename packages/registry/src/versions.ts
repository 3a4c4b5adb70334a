import type { AnyConnector, ApiVersion } from "@trunkline/core";

/** The day a version ends, where the connector knows it. */
export const sunsetOf = (connector: Pick<AnyConnector, "apiVersions">, version: string): string | undefined =>
  connector.apiVersions.find((known: ApiVersion) => known.version === version)?.sunsetOn;

const dayMs = 86_400_000;

/** Whole days until an ISO date begins (UTC); negative when it is past. */
export const daysUntil = (isoDate: string, nowMs: number): number =>
  Math.ceil((Date.parse(`${isoDate}T00:00:00Z`) - nowMs) / dayMs);
