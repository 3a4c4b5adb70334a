import { type Clock, createMemoryLedger, type WriteLedger } from "@trunkline/core";
import type { Background } from "./background.js";

/** How long a write waits for a database that is still being opened. */
const patienceMs = 5_000;

/**
 * The ledger of the database, once it is there. A write that finds it away is refused before it leaves; where the gateway
 * runs without a database, this process alone remembers.
 */
export const createGatewayLedger = (
  durable: Background<{ readonly ledger: WriteLedger }>,
  clock: Clock,
): WriteLedger => {
  const memory = createMemoryLedger({ clock });
  return {
    begin: async (intent) => {
      try {
        const { ledger } = durable.value ?? (await durable.whenReady(patienceMs));
        return await ledger.begin(intent);
      } catch (error) {
        if (durable.state.status === "off") return memory.begin(intent);
        throw error;
      }
    },
  };
};
