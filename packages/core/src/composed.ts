import { createScope, type Scope } from "./call-scope.js";
import { createComposedCall } from "./composed-call.js";
import type { RunningCall } from "./execute.js";
import type { Upload } from "./http/stream-body.js";
import { answerOnce } from "./ledger/answer-once.js";
import type { ComposedOperation } from "./operation.js";
import type { ComposedCall } from "./operation-context.js";
import { neverAborted } from "./pipeline/on-abort.js";
import type { Runtime } from "./runtime.js";
import type { Download } from "./transfer.js";
import { verifierOf } from "./verify-write.js";
import { writeKeyOf } from "./write-key.js";

/** Runs a composed operation under the call's deadline and signal. */
export const runComposed = (
  runtime: Runtime,
  running: RunningCall,
  operation: ComposedOperation,
  input: unknown,
): Promise<unknown> =>
  scoped(runtime, running, (call, signal) => {
    const run = () => operation.run(call, input as never);
    if (operation.exchange) writeKeyOf(runtime, running);
    return operation.effect === "read" || operation.exchange
      ? run()
      : runOnce(runtime, running, { input, signal, run });
  });

/** Opens the file of a composed operation. The deadline is for its beginning; its bytes end with the caller's signal. */
export const downloadComposed = (
  runtime: Runtime,
  running: RunningCall,
  download: NonNullable<ComposedOperation["download"]>,
  input: unknown,
): Promise<Download> =>
  scoped(runtime, running, (call) => download(call, input as never), running.options.signal ?? neverAborted);

/** Runs a composed operation with a stream in its input, under the call's deadline and signal. */
export const uploadComposed = (
  runtime: Runtime,
  running: RunningCall,
  { run }: NonNullable<ComposedOperation["upload"]>,
  { input, upload }: { readonly input: unknown; readonly upload: Upload },
): Promise<unknown> => scoped(runtime, running, (call) => run(call, input as never, upload));

const scoped = async <T>(
  runtime: Runtime,
  running: RunningCall,
  work: (call: ComposedCall, signal: AbortSignal) => Promise<T>,
  contentSignal?: AbortSignal,
): Promise<T> => {
  const scope: Scope = createScope(runtime, running);
  try {
    return await scope.race(work(createComposedCall(runtime, running, scope.signal, contentSignal), scope.signal));
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
