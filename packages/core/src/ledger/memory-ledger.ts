import type { Clock } from "../clock.js";
import type { ErrorEnvelope } from "../envelope.js";
import { untilAborted } from "../pipeline/until-aborted.js";
import { createMemoryStore } from "../stores/memory-store.js";
import type { BegunWrite, StartedWrite, WriteIntent, WriteLedger, WriteResult } from "./write-ledger.js";

/** How much is remembered, and for how long. */
export interface MemoryLedgerOptions {
  readonly clock: Pick<Clock, "now">;
  /** Default 10,000. */
  readonly maxEntries?: number;
  /** Default 16 MiB. */
  readonly maxBytes?: number;
  /** Milliseconds; default a day. */
  readonly rememberedMs?: number;
}

interface Ended {
  readonly inputHash: string;
  readonly result: WriteResult;
  readonly startedAtMs: number;
  readonly endedAtMs: number;
}

interface Running {
  readonly inputHash: string;
  readonly ended: Promise<WriteResult>;
}

const entryBytes = 512;

/** A ledger in this process: what a connection has by itself. What it remembers is gone with the process. */
export const createMemoryLedger = (options: MemoryLedgerOptions): WriteLedger => {
  const { clock, maxEntries = 10_000, maxBytes = 16 * 1024 * 1024, rememberedMs = 86_400_000 } = options;
  const store = createMemoryStore({ clock, maxEntries, maxBytes });
  const running = new Map<string, Running>();

  const keep = (key: string, entry: Ended): void =>
    store.set(key, entry, { ttlMs: rememberedMs, sizeBytes: sizeOf(entry.result) });

  const start = (key: string, inputHash: string, startedAtMs: number): StartedWrite => {
    const { promise, resolve } = Promise.withResolvers<WriteResult>();
    running.set(key, { inputHash, ended: promise });
    return {
      finish: (result) => {
        running.delete(key);
        const own = copyResult(result);
        keep(key, { inputHash, result: own, startedAtMs, endedAtMs: clock.now() });
        resolve(own);
      },
    };
  };

  const unknownOf = (key: string, former: Ended, error: ErrorEnvelope): BegunWrite => {
    const { inputHash, startedAtMs, endedAtMs } = former;
    const isStill = () => !running.has(key) && store.get(key)?.value === former;
    return {
      state: "unknown",
      write: {
        startedAtMs,
        startedAgoMs: clock.now() - startedAtMs,
        endedAgoMs: clock.now() - endedAtMs,
        error,
        repeat: () => (isStill() ? start(key, inputHash, startedAtMs) : undefined),
        settle: (result) => {
          if (!isStill()) return false;
          keep(key, { ...former, result: copyResult(result) });
          return true;
        },
      },
    };
  };

  const begin = (intent: WriteIntent): BegunWrite => {
    const { inputHash } = intent;
    const key = `${intent.connection}\n${intent.operation}\n${intent.key}`;
    const current = running.get(key);
    if (current) {
      if (current.inputHash !== inputHash) return { state: "mismatch" };
      return { state: "running", ended: async (signal) => copyResult(await untilAborted(current.ended, signal)) };
    }
    const former = store.get(key)?.value as Ended | undefined;
    const error = former?.result.kind === "failure" ? former.result.error : undefined;
    if (former === undefined || error?.outcome === "not_executed")
      return { state: "started", write: start(key, inputHash, clock.now()) };
    if (former.inputHash !== inputHash) return { state: "mismatch" };
    if (error?.outcome === "unknown") return unknownOf(key, former, error);
    return { state: "ended", result: copyResult(former.result) };
  };

  return { begin };
};

/** What one caller does to its data must not show in another's; a reply is parsed anew by each. */
const copyResult = (result: WriteResult): WriteResult => {
  if (result.kind === "failure") return result;
  if (result.kind === "data") return { ...result, data: structuredClone(result.data) };
  const { status, headers, bytes } = result.reply;
  return { kind: "reply", reply: { status, headers, bytes } };
};

const sizeOf = (result: WriteResult): number => {
  if (result.kind === "reply") return entryBytes + result.reply.bytes.byteLength;
  return result.kind === "data" ? entryBytes + 2 * JSON.stringify(result.data ?? null).length : 2 * entryBytes;
};
