import type { Random } from "@trunkline/core";
import type { Store } from "./store.js";
import { post } from "./webhook-post.js";

/** One delivery that was made, for tests and demos to look at. */
export interface Delivery {
  readonly kind: "handshake" | "mail" | "task";
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Of the last attempt; nothing when the receiver could not be reached. */
  readonly status: number | undefined;
  readonly attempts: number;
}

/** Disturbances of delivery. */
export interface DeliveryFaults {
  duplicates: boolean;
  shuffled: boolean;
}

/** A webhook that is looked after. */
export interface Hook {
  readonly id: string;
  readonly url: string;
  readonly entity: "mail" | "task";
  readonly secret: string;
  isOn: boolean;
  /** In a row. */
  failures: number;
}

/** What delivering needs. */
export interface DeliveryLineOptions {
  readonly store: () => Store;
  readonly random: Random;
  /** Waits before each repeat, in milliseconds. The service does not tell its own. */
  readonly retryDelaysMs: readonly number[];
}

/** Carries deliveries to their webhooks. */
export interface DeliveryLine {
  readonly faults: DeliveryFaults;
  readonly deliveries: readonly Delivery[];
  /** Delivers once, with repeats after failures; a handshake is not repeated. Rejects only when the simulator closes. */
  deliver(kind: Delivery["kind"], hook: Hook, headers: Readonly<Record<string, string>>, body: string): Promise<void>;
  /** Delivers beside the answer, twice where that is the fault. */
  start(kind: Delivery["kind"], hook: Hook, headers: Readonly<Record<string, string>>, body: string): void;
  /** Resolves when nothing is under way. */
  settled(): Promise<void>;
  close(): void;
}

/** The service switches a webhook off after repeated failures; how many is not documented. */
const mostFailures = 8;
const longestShuffleMs = 50;

/** A line with nothing on it. */
export const createDeliveryLine = ({ store, random, retryDelaysMs }: DeliveryLineOptions): DeliveryLine => {
  const closing = new AbortController();
  const deliveries: Delivery[] = [];
  const underWay = new Set<Promise<void>>();
  const faults: DeliveryFaults = { duplicates: false, shuffled: false };

  const deliver: DeliveryLine["deliver"] = async (kind, hook, ownHeaders, body) => {
    const { clock } = store();
    const headers = { "content-type": "application/json", ...ownHeaders };
    const delays = kind === "handshake" ? [] : retryDelaysMs;
    if (faults.shuffled) await clock.sleep(Math.floor(random() * longestShuffleMs), closing.signal);
    for (let attempt = 1; ; attempt += 1) {
      const status = await post({ url: hook.url, headers, body }, closing.signal);
      const isDone = status !== undefined && status >= 200 && status < 300;
      const delayMs = delays[attempt - 1];
      if (isDone || delayMs === undefined) {
        deliveries.push({ kind, url: hook.url, headers, body, status, attempts: attempt });
        note(hook, kind, isDone);
        return;
      }
      await clock.sleep(delayMs, closing.signal);
    }
  };

  return {
    faults,
    deliveries,
    deliver,
    start: (kind, hook, headers, body) => {
      if (closing.signal.aborted) return;
      for (let copy = faults.duplicates ? 2 : 1; copy > 0; copy -= 1) {
        const tracked: Promise<void> = deliver(kind, hook, headers, body)
          .catch(() => undefined)
          .finally(() => underWay.delete(tracked));
        underWay.add(tracked);
      }
    },
    settled: async () => {
      while (underWay.size > 0) await Promise.all(underWay);
    },
    close: () => closing.abort(new Error("The simulator was closed")),
  };
};

const note = (hook: Hook, kind: Delivery["kind"], isDone: boolean): void => {
  hook.failures = isDone ? 0 : hook.failures + 1;
  if (hook.failures >= mostFailures || (kind === "handshake" && !isDone)) hook.isOn = false;
};
