import type { Lane } from "./bucket.js";
import type { LaneLines } from "./lines.js";
import type { Use } from "./waiter.js";

/**
 * Milliseconds until a newcomer is served at the earliest, those before it in its lane and the other lane's share
 * included. Buckets that only a settlement frees count as free: no one can tell.
 */
export const estimateWaitMs = (
  lanes: Readonly<Record<Lane, LaneLines>>,
  newcomer: { readonly uses: readonly Use[]; readonly lane: Lane; readonly caller: string },
  bulkLaneShare: number,
  nowMs: number,
): number => {
  const ownShare = newcomer.lane === "bulk" ? bulkLaneShare : 1 - bulkLaneShare;
  const other = newcomer.lane === "bulk" ? lanes.interactive : lanes.bulk;
  let waitMs = 0;
  for (const { bucket, cost } of newcomer.uses) {
    const own = lanes[newcomer.lane].ahead(bucket, newcomer) + cost;
    // Whole units only: a share that does not amount to one of the other lane's calls holds no one up.
    const others = Math.min(other.wanted(bucket), Math.floor((own * (1 - ownShare)) / ownShare));
    const etaMs = bucket.etaMs(own + others, nowMs);
    if (Number.isFinite(etaMs)) waitMs = Math.max(waitMs, etaMs);
  }
  return waitMs;
};
