import { setTimeout as sleep } from "node:timers/promises";
import { Client, type ClientConfig } from "pg";

/** What a subscription needs to connect, and whom it tells of failures. */
export interface SubscriptionSettings extends ClientConfig {
  onTrouble(error: unknown): void;
}

const firstPauseMs = 250;
const longestPauseMs = 5_000;

/** Listens on a channel until stopped, over a connection that is made again whenever it breaks. */
export const subscribe = (
  { onTrouble, ...config }: SubscriptionSettings,
  channel: string,
  onNotice: (payload: string) => void,
): { stop(): Promise<void> } => {
  const stopped = new AbortController();
  const run = async (): Promise<void> => {
    let pauseMs = firstPauseMs;
    while (!stopped.signal.aborted) {
      try {
        await listenOnce(config, channel, onNotice, stopped.signal, () => {
          pauseMs = firstPauseMs;
        });
      } catch (error) {
        if (!stopped.signal.aborted) onTrouble(error);
      }
      await sleep(pauseMs, undefined, { signal: stopped.signal, ref: false }).catch(() => {});
      pauseMs = Math.min(pauseMs * 2, longestPauseMs);
    }
  };
  const running = run();
  return {
    stop: () => {
      stopped.abort();
      return running;
    },
  };
};

/** Resolves when stopped; rejects when the connection breaks. */
const listenOnce = async (
  config: ClientConfig,
  channel: string,
  onNotice: (payload: string) => void,
  signal: AbortSignal,
  onConnected: () => void,
): Promise<void> => {
  const client = new Client(config);
  const ended = Promise.withResolvers<void>();
  const stop = () => ended.resolve();
  signal.addEventListener("abort", stop, { once: true });
  client.on("error", ended.reject);
  client.on("end", () => ended.reject(new Error("The connection that listens has ended.")));
  client.on("notification", ({ payload = "" }) => onNotice(payload));
  ended.promise.catch(() => {}); // awaited below, unless connecting fails first
  try {
    await client.connect();
    await client.query(`listen ${client.escapeIdentifier(channel)}`);
    onConnected();
    onNotice("");
    await ended.promise;
  } finally {
    signal.removeEventListener("abort", stop);
    client.removeAllListeners("end");
    await client.end().catch(() => {});
  }
};
