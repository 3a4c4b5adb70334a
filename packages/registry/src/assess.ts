import type { ConnectionStatus } from "@trunkline/core";
import type { HealthState } from "./health.js";
import type { ProbeResult } from "./probe.js";
import { daysUntil } from "./versions.js";

/** What is known of a connection when its health is asked for. */
export interface Evidence {
  readonly status: ConnectionStatus;
  readonly probe?: ProbeResult;
  /** The flag that switches the whole connector off. */
  readonly offBecause?: string;
  readonly apiVersion: string;
  readonly sunsetOn?: string;
  readonly nowMs: number;
}

/** A judgement with its reason. */
export interface Assessment {
  readonly state: HealthState;
  readonly reason?: string;
}

const lowQuotaShare = 0.05;
/** A bucket that is full again within this time spreads calls out, and is often empty while all is well. */
const pacingMs = 60_000;
const sunsetWarningDays = 30;

/** First rule that applies, worst first. Pure: the same evidence gives the same judgement. */
export const assess = ({ probe, ...known }: Evidence): Assessment => {
  // A call that succeeded later knows better than a probe that failed.
  const isRefuted = probe?.ok === false && (known.status.lastSuccessMs ?? 0) > probe.atMs;
  const evidence = { ...known, ...(probe && !isRefuted && { probe }) };
  return disabled(evidence) ?? needsReauth(evidence) ?? down(evidence) ?? degraded(evidence) ?? { state: "up" };
};

const disabled = ({ offBecause }: Evidence): Assessment | undefined =>
  offBecause === undefined
    ? undefined
    : { state: "disabled", reason: `Switched off by the feature flag "${offBecause}".` };

const needsReauth = ({ status, probe }: Evidence): Assessment | undefined => {
  if (status.credential === "missing") return { state: "needs_reauth", reason: "The connection has no credential." };
  if (status.credential === "needs_reauth" || probe?.code === "NEEDS_REAUTH" || probe?.code === "UPSTREAM_UNAUTHORIZED")
    return {
      state: "needs_reauth",
      reason: probe?.ok === false ? probe.message : "The login is dead; connect the account again.",
    };
  return undefined;
};

const down = ({ status, probe }: Evidence): Assessment | undefined => {
  if (status.breaker === "open")
    return {
      state: "down",
      reason: `Calls are refused after repeated failures${status.lastError ? `: ${status.lastError.message}` : "."}`,
    };
  if (probe && !probe.ok && !isPassing(probe.code)) return { state: "down", reason: probe.message };
  return undefined;
};

/** Codes of a probe that mean alive but busy. */
const isPassing = (code: string | undefined): boolean =>
  code === "RATE_LIMITED" || code === "QUOTA_EXHAUSTED" || code === "BULKHEAD_FULL";

const degraded = ({ status, probe, apiVersion, sunsetOn, nowMs }: Evidence): Assessment | undefined => {
  if (status.breaker === "half-open")
    return { state: "degraded", reason: "Recovering: a probe call decides whether calls flow again." };
  if (probe && !probe.ok && isPassing(probe.code)) return { state: "degraded", reason: probe.message };
  const [warning] = probe?.warnings ?? [];
  if (warning !== undefined) return { state: "degraded", reason: warning };
  const low = status.quotas.find(
    ({ remaining, capacity, resetMs }) => capacity > 1 && remaining < capacity * lowQuotaShare && resetMs > pacingMs,
  );
  if (low)
    return {
      state: "degraded",
      reason: `Quota "${low.bucket}"${low.key === undefined ? "" : ` of ${low.key}`} is nearly used up (${Math.floor(low.remaining)} of ${low.capacity}).`,
    };
  const days = sunsetOn === undefined ? undefined : daysUntil(sunsetOn, nowMs);
  if (days !== undefined && days <= sunsetWarningDays)
    return {
      state: "degraded",
      reason:
        days > 0
          ? `API version ${apiVersion} ends on ${sunsetOn}, in ${days} days.`
          : `API version ${apiVersion} ended on ${sunsetOn}.`,
    };
  return undefined;
};
