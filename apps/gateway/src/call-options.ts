import type { CallOptions } from "@trunkline/core";
import type { GatewayCall } from "./gateway.js";

/** What a connection is told about a call. */
export const toCallOptions = (call: GatewayCall, signal: AbortSignal, requestId: string): CallOptions => ({
  signal,
  requestId,
  caller: call.principal.id,
  sharedData: true, // surfaces only write it out
  ...(call.lane && { lane: call.lane }),
  ...(call.deadlineMs !== undefined && { deadlineMs: call.deadlineMs }),
  ...(call.fresh !== undefined && { fresh: call.fresh }),
  ...(call.idempotencyKey !== undefined && { idempotencyKey: call.idempotencyKey }),
  ...(call.onProgress && { onProgress: call.onProgress }),
});
