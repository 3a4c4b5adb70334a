import type { Explanation, Obstacle } from "./connection.js";
import type { ConnectionParts } from "./connection-parts.js";
import { isComposed } from "./define-operation.js";
import { validInput } from "./execute.js";
import type { AnyOperation } from "./operation.js";
import { quotaUses } from "./pipeline/rate-limit.js";

/** What stands in the way of a call now, and until when. Asks nobody but this process. */
export const explain = (parts: ConnectionParts, operation: AnyOperation, input?: unknown): Explanation => ({
  operation: operation.id,
  connection: parts.runtime.key,
  obstacles: [flag, login, circuit, slots, quota].flatMap((look) => look(parts, operation, input)),
});

type Look = (parts: ConnectionParts, operation: AnyOperation, input: unknown) => readonly Obstacle[];

const flag: Look = ({ runtime }, operation) => {
  const rule = runtime.flags.offBecause(operation);
  return rule === undefined
    ? []
    : [{ policy: "flags", effect: "refused", reason: `The feature flag "${rule}" has switched it off.` }];
};

const login: Look = ({ credential }) => {
  const state = credential.state();
  if (state === "ready") return [];
  const reason =
    state === "missing" ? "The connection has no usable credential." : "The login is dead; connect the account again.";
  return [{ policy: "credential", effect: "refused", reason }];
};

const circuit: Look = ({ breaker }) => {
  if (breaker.state() !== "open") return [];
  const untilMs = breaker.openUntilMs();
  return [
    {
      policy: "circuit-breaker",
      effect: "refused",
      reason: "The upstream failed repeatedly; calls are refused until a probe succeeds.",
      ...(untilMs !== undefined && { untilMs }),
    },
  ];
};

const slots: Look = ({ bulkhead, runtime }) => {
  const queued = bulkhead.queued();
  if (queued === 0) return [];
  const reason = `${queued} calls wait for one of ${runtime.limits.bulkheadSlots} slots.`;
  return [{ policy: "bulkhead", effect: "waits", reason }];
};

const quota: Look = ({ quotas }, operation, input) => {
  if (isComposed(operation)) return [];
  const valid = input === undefined ? undefined : validInput(operation, input);
  return quotas.obstacles(quotaUses(operation, valid), "interactive", valid);
};
