import { createHash } from "node:crypto";
import type { CallOptions, Connection } from "./connection.js";
import { isComposed } from "./define-operation.js";
import { openDownload } from "./download.js";
import { type Envelope, fromErrorEnvelope, type Warning } from "./envelope.js";
import { execute, type RunningCall } from "./execute.js";
import { withoutSecrets } from "./ledger/write-intent.js";
import type { AnyOperation, OperationOutput } from "./operation.js";
import type { ComposedCall } from "./operation-context.js";
import type { Runtime } from "./runtime.js";
import { sendUpload } from "./upload.js";

/** What a composed operation's own code sees. `contentSignal` ends the files that it opens; default: its own signal. */
export const createComposedCall = (
  runtime: Runtime,
  running: RunningCall,
  signal: AbortSignal,
  contentSignal = signal,
): ComposedCall => {
  const optionsOf = (nestedSignal: AbortSignal, idempotencyKey: string | undefined): CallOptions => ({
    ...running.options,
    sharedData: false, // its code may change what it is given
    signal: nestedSignal,
    deadlineMs: Math.max(1, running.deadlineMs - runtime.clock.now()),
    idempotencyKey,
    requestId: running.requestId,
  });
  return {
    signal,
    settings: runtime.settings,
    apiVersion: runtime.apiVersion,
    run: async <Op extends AnyOperation>(operation: Op, input: unknown, where?: { readonly connection?: string }) => {
      const options = optionsOf(signal, nestedKey(running, operation, input));
      const other = runtime.elsewhere(operation, where?.connection);
      const answer = await (other?.execute(operation, input, options) ?? execute(runtime, operation, input, options));
      noteReplayed(running, operation, answer);
      return take(running, operation, other, answer) as OperationOutput<Op>;
    },
    download: async (operation, input) => {
      const options = optionsOf(contentSignal, undefined);
      const other = runtime.elsewhere(operation);
      const answer = await (other?.download(operation, input, options) ??
        openDownload(runtime, operation, input, options));
      return take(running, operation, other, answer);
    },
    upload: async <Op extends AnyOperation>(
      operation: Op,
      input: unknown,
      upload: Parameters<typeof sendUpload>[3],
    ) => {
      const options = optionsOf(signal, undefined);
      const other = runtime.elsewhere(operation);
      const answer = await (other?.upload(operation, input, upload, options) ??
        sendUpload(runtime, operation, input, upload, options));
      return take(running, operation, other, answer) as OperationOutput<Op>;
    },
    cleanUp: async (operation, input) => {
      const { lane, caller } = running.options;
      await execute(runtime, operation, input, {
        lane,
        caller,
        requestId: running.requestId,
        deadlineMs: cleanUpMs,
      });
    },
    open: (request) => runtime.transport.open(runtime.buildRequest(request), { signal }),
    progress: (step) => running.options.onProgress?.(step),
    warn: (warning) => void running.warnings.push(warning),
    timeLeftMs: () => Math.max(0, running.deadlineMs - runtime.clock.now()),
    sleep: (ms) => runtime.clock.sleep(ms, signal),
  };
};

/** Of a write that is one exchange: what was replayed there was replayed as a whole. */
const noteReplayed = ({ operation, journal }: RunningCall, nested: AnyOperation, { meta }: Envelope<unknown>): void => {
  if (operation.effect !== "read" && isComposed(operation) && operation.exchange === nested)
    journal.replayed = meta.replayed ?? false;
};

/** A nested call's data; what else it tells becomes part of the whole. @throws ConnectorError */
const take = <T>(
  { journal, warnings }: RunningCall,
  operation: AnyOperation,
  other: Connection | undefined,
  answer: Envelope<T>,
): T => {
  journal.attempts += answer.meta.attempts;
  journal.queuedMs += answer.meta.queuedMs;
  journal.quota = answer.meta.quota ?? journal.quota;
  if (!answer.ok) throw fromErrorEnvelope(answer.error);
  addWarnings(warnings, other ? answer.warnings.map(fromElsewhere(operation)) : answer.warnings);
  return answer.data;
};

const cleanUpMs = 10_000;

/** A path would point into data that the caller does not see. */
const fromElsewhere =
  ({ id }: AnyOperation) =>
  ({ code, message }: Warning): Warning => ({ code, message: `${id}: ${message}` });

/** What every poll of long work says alike is told once. */
const addWarnings = (told: Warning[], news: readonly Warning[]): void => {
  for (const warning of news) {
    const { code, message, path } = warning;
    if (!told.some((known) => known.code === code && known.message === message && known.path === path))
      told.push(warning);
  }
};

/** One key for the whole call would make two writes of it look alike; the same write asked for again keeps its key. */
const nestedKey = ({ operation, journal }: RunningCall, nested: AnyOperation, input: unknown): string | undefined => {
  const { idempotencyKey } = journal;
  if (idempotencyKey === undefined || nested.effect === "read") return undefined;
  if (isComposed(operation) && operation.exchange === nested) return idempotencyKey;
  return createHash("sha256")
    .update(JSON.stringify([idempotencyKey, nested.id, withoutSecrets(nested, input)]))
    .digest("base64url");
};
