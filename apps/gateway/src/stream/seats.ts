import { ConnectorError } from "@trunkline/core";
import type { StreamLimits } from "./stream-limits.js";

/** Counts streams, so that neither one key nor all together take more than they may. */
export interface Seats {
  /**
   * Takes a seat until the returned function is called.
   * @throws ConnectorError `TOO_MANY_REQUESTS`
   */
  take(keyId: string): () => void;
  readonly taken: number;
}

/** Seats within these limits. */
export const createSeats = ({ total, perKey, retryMs }: Pick<StreamLimits, "total" | "perKey" | "retryMs">): Seats => {
  const byKey = new Map<string, number>();
  let taken = 0;
  return {
    get taken() {
      return taken;
    },
    take: (keyId) => {
      const held = byKey.get(keyId) ?? 0;
      if (held >= perKey) throw full(`This key has ${perKey} streams open already; close one of them.`, retryMs);
      if (taken >= total) throw full(`${total} streams are open, which is all that this process serves.`, retryMs);
      byKey.set(keyId, held + 1);
      taken += 1;
      return () => {
        taken -= 1;
        const left = (byKey.get(keyId) ?? 1) - 1;
        if (left === 0) byKey.delete(keyId);
        else byKey.set(keyId, left);
      };
    },
  };
};

const full = (message: string, retryAfterMs: number): ConnectorError =>
  new ConnectorError("TOO_MANY_REQUESTS", { message, retryAfterMs });
