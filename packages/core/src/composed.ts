import { createHash } from "node:crypto";
import type { CallOptions } from "./connection.js";
import { fromErrorEnvelope, type Warning } from "./envelope.js";
import { ConnectorError } from "./errors/connector-error.js";
import { execute, type RunningCall } from "./execute.js";
import { answerOnce } from "./ledger/answer-once.js";
import { withoutSecrets } from "./ledger/write-intent.js";
import {
  type AnyOperation,
  type ComposedCall,
  type ComposedOperation,
  isComposed,
  type OperationOutput,
} from "./operation.js";
import { onAbort } from "./pipeline/on-abort.js";
import { startTimer } from "./pipeline/timer.js";
import { untilAborted } from "./pipeline/until-aborted.js";
import type { Runtime } from "./runtime.js";
import { verifierOf } from "./verify-write.js";
import { writeKeyOf } from "./write-key.js";

/** Runs a composed operation under the call's deadline and signal. */
export const runComposed = async (
  runtime: Runtime,
  running: RunningCall,
  operation: ComposedOperation,
  input: unknown,
): Promise<unknown> => {
  const scope = createScope(runtime, running);
  try {
    const call = createComposedCall(runtime, running, scope.signal);
    const run = () => operation.run(call, input as never);
    if (operation.exchange) writeKeyOf(runtime, running);
    return await scope.race(
      operation.effect === "read" || operation.exchange
        ? run()
        : runOnce(runtime, running, { input, signal: scope.signal, run }),
    );
  } finally {
    scope.end();
  }
};

interface ComposedRun {
  readonly input: unknown;
  readonly signal: AbortSignal;
  run(): Promise<unknown>;
}

/**
 * Through the ledger as a whole, beside each of its writes. One that broke off is run again, since the writes in it that
 * were done then give their first answers.
 */
const runOnce = async (
  runtime: Runtime,
  running: RunningCall,
  { input, signal, run }: ComposedRun,
): Promise<unknown> => {
  const { operation, options, journal, requestId, warnings } = running;
  const { key = "", supplied } = writeKeyOf(runtime, running);
  const answer = await answerOnce({
    ledger: runtime.ledger,
    call: {
      operation,
      input,
      connectionKey: runtime.key,
      idempotencyKey: key,
      idempotencyKeySupplied: supplied,
      caller: options.caller ?? "",
      requestId,
    },
    signal,
    journal,
    run: async () => ({ kind: "data", data: await run(), warnings }),
    mayRepeat: () => operation.effect !== "read" && operation.verify === undefined,
    verify: verifierOf(runtime, running, signal),
  });
  if (answer.kind === "reply") throw new TypeError(`The ledger has a reply for ${operation.id}, which makes none.`);
  if (journal.replayed) warnings.push(...answer.warnings);
  return answer.data;
};

/** Items of a composed operation that streams, under the call's deadline and signal. */
export async function* streamComposed(
  runtime: Runtime,
  running: RunningCall,
  operation: ComposedOperation,
  input: unknown,
): AsyncGenerator<unknown> {
  const scope = createScope(runtime, running);
  try {
    const call = createComposedCall(runtime, running, scope.signal);
    const items = operation.stream?.(call, input as never)[Symbol.asyncIterator]();
    if (!items) return;
    try {
      for (let next = await scope.race(items.next()); !next.done; next = await scope.race(items.next()))
        yield next.value;
    } finally {
      await items.return?.();
    }
  } finally {
    scope.end();
  }
}

/** What a composed operation's own code sees. */
export const createComposedCall = (runtime: Runtime, running: RunningCall, signal: AbortSignal): ComposedCall => ({
  signal,
  settings: runtime.settings,
  apiVersion: runtime.apiVersion,
  run: async <Op extends AnyOperation>(operation: Op, input: unknown) => {
    const options: CallOptions = {
      ...running.options,
      sharedData: false, // its code may change what it is given
      signal,
      deadlineMs: Math.max(1, running.deadlineMs - runtime.clock.now()),
      idempotencyKey: nestedKey(running, operation, input),
      requestId: running.requestId,
    };
    const other = runtime.elsewhere(operation);
    const answer = await (other?.execute(operation, input, options) ?? execute(runtime, operation, input, options));
    running.journal.attempts += answer.meta.attempts;
    running.journal.queuedMs += answer.meta.queuedMs;
    if (
      running.operation.effect !== "read" &&
      isComposed(running.operation) &&
      running.operation.exchange === operation
    )
      running.journal.replayed = answer.meta.replayed ?? false;
    running.journal.quota = answer.meta.quota ?? running.journal.quota;
    if (!answer.ok) throw fromErrorEnvelope(answer.error);
    addWarnings(running.warnings, other ? answer.warnings.map(fromElsewhere(operation)) : answer.warnings);
    return answer.data as OperationOutput<Op>;
  },
  cleanUp: async (operation, input) => {
    const { lane, caller } = running.options;
    await execute(runtime, operation, input, { lane, caller, requestId: running.requestId, deadlineMs: cleanUpMs });
  },
  open: (request) => runtime.transport.open(runtime.buildRequest(request), { signal }),
  progress: (step) => running.options.onProgress?.(step),
  warn: (warning) => void running.warnings.push(warning),
  sleep: (ms) => runtime.clock.sleep(ms, signal),
});

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

interface Scope {
  readonly signal: AbortSignal;
  /** The work's result, or the scope's end if that comes first. */
  race<T>(work: Promise<T>): Promise<T>;
  end(): void;
}

const createScope = (runtime: Runtime, { operation, options, deadlineMs, journal }: RunningCall): Scope => {
  const controller = new AbortController();
  const isRead = operation.effect === "read";
  const cancelled = () =>
    controller.abort(
      new ConnectorError("CANCELLED", {
        message: `${operation.id} was cancelled by its caller.`,
        outcome: isRead ? "not_executed" : "unknown",
      }),
    );
  const expired = () =>
    controller.abort(
      journal.inProgress ??
        new ConnectorError("DEADLINE_EXCEEDED", {
          message: `${operation.id} did not finish before its deadline.`,
          outcome: isRead ? "not_executed" : "unknown",
        }),
    );
  const stopTimer = startTimer(runtime.clock, deadlineMs - runtime.clock.now(), expired);
  if (options.signal?.aborted) cancelled();
  const stopListening = options.signal && onAbort(options.signal, cancelled);
  return {
    signal: controller.signal,
    race: (work) => untilAborted(work, controller.signal),
    end: () => {
      stopTimer();
      stopListening?.();
      controller.abort(ended);
    },
  };
};

/** What work that outlives its call is told. Made once: hardly any call leaves such work behind. */
const ended = new ConnectorError("CANCELLED", { message: "The operation that this belonged to has ended." });
