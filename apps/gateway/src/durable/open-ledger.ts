import { randomUUID } from "node:crypto";
import { type Clock, type Connection, noMetrics, systemClock } from "@trunkline/core";
import { createLedger, type Ledger, verifyThrough } from "@trunkline/events";
import { openStore, type Store } from "@trunkline/store";
import type { GatewayConfig } from "../config.js";
import { type Background, neverInBackground, openInBackground } from "./background.js";
import { isFinalFailure, reasonOfFailure } from "./open-durable.js";
import { toStoreSettings } from "./store-settings.js";

/** What a command needs of the database: its writes are remembered, its logins kept. Nothing is handled. */
export interface LedgerStore {
  readonly store: Store;
  readonly ledger: Ledger;
}

/** What it stands on. */
export interface OpenLedgerDeps {
  readonly config: GatewayConfig;
  findConnection(key: string): Connection | undefined;
  /** False: simulators end with the process, so that its memory is enough. */
  hasLive(): boolean;
  /** Told once why writes are remembered by this process alone. */
  onTrouble(reason: string): void;
  readonly clock?: Clock;
}

/**
 * The write ledger for a command beside the gateway, opened by the first write. Where a running gateway has the embedded
 * database, the command remembers its writes by itself and says so.
 */
export const openLedger = ({
  config,
  findConnection,
  hasLive,
  onTrouble,
  clock = systemClock,
}: OpenLedgerDeps): Background<LedgerStore> => {
  if (config.store === "off") return neverInBackground("TRUNKLINE_STORE is off.");
  return lazily(() => {
    if (!hasLive()) return neverInBackground("every connection is a simulator.");
    return openInBackground<LedgerStore>({
      open: async () => {
        const store = await openStore(toStoreSettings(config), { onTrouble: () => undefined });
        const verify = verifyThrough(findConnection);
        const ledger = createLedger({ store, replicaId: randomUUID(), verify, clock, metrics: noMetrics });
        ledger.start();
        return { store, ledger };
      },
      close: async ({ ledger, store }) => {
        await ledger.stop();
        await store.close();
      },
      isFinal: isFinalFailure,
      reasonOf: reasonOfFailure,
      clock,
      onTrouble: (error) => onTrouble(reasonOfFailure(error)),
    });
  });
};

/** Opens with the first who needs it. */
const lazily = <T>(open: () => Background<T>): Background<T> => {
  let opened: Background<T> | undefined;
  const background = () => {
    opened ??= open();
    return opened;
  };
  return {
    get state() {
      return opened?.state ?? { status: "opening" };
    },
    get value() {
      return opened?.value;
    },
    whenReady: (timeoutMs) => background().whenReady(timeoutMs),
    firstTry: () => background().firstTry(),
    close: async () => opened?.close(),
  };
};
