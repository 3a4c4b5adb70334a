import { createHash } from "node:crypto";
import type { CallOptions } from "@trunkline/core";
import type { GatewayCall } from "./gateway.js";

const maxKeyLength = 255;

/** What a connection is told about a call. */
export const toCallOptions = (call: GatewayCall, signal: AbortSignal, requestId: string): CallOptions => ({
  signal,
  requestId,
  caller: call.principal.id,
  sharedData: true, // surfaces only write it out
  ...(call.lane && { lane: call.lane }),
  ...(call.deadlineMs !== undefined && { deadlineMs: call.deadlineMs }),
  ...(call.fresh !== undefined && { fresh: call.fresh }),
  ...(call.idempotencyKey !== undefined && { idempotencyKey: keyOfCaller(call.principal.id, call.idempotencyKey) }),
  ...(call.onProgress && { onProgress: call.onProgress }),
});

/**
 * One caller's key never meets another's. The prefix is part of the key that the upstream sees, and stays within the
 * length that is allowed. An invalid key is passed on as it is, to be refused where all are checked.
 */
const keyOfCaller = (caller: string, key: string): string => {
  if (key === "" || key.length > maxKeyLength) return key;
  const own = `${caller}:${key}`;
  return own.length <= maxKeyLength ? own : createHash("sha256").update(own).digest("hex");
};
