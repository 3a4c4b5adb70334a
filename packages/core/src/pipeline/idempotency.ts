import { hash } from "node:crypto";
import { classifyCause } from "../errors/classify.js";
import { ConnectorError, isConnectorError } from "../errors/connector-error.js";
import type { Reply } from "../http/transport.js";
import { canonicalJson } from "./canonical-json.js";
import type { PipelineDeps } from "./pipeline.js";
import type { Call, Next, Policy } from "./policy.js";
import { copyReply } from "./reply-copy.js";
import { untilAborted } from "./until-aborted.js";

/** What is remembered of a finished call. */
type Remembered = { readonly inputHash: string } & ({ readonly reply: Reply } | { readonly failure: ConnectorError });

interface Running {
  readonly inputHash: string;
  readonly reply: Promise<Reply>;
}

const rememberedMs = 24 * 60 * 60 * 1000;

/**
 * Gives a write that is repeated with the caller's own key its first answer instead of a second effect, also while the
 * first is still running. Another input under the key is refused with `IDEMPOTENCY_MISMATCH`. A first call that was
 * certainly not carried out is forgotten; one whose effect is unknown is sent again only if that is harmless.
 */
export const idempotency = ({ idempotencyStore: store }: Pick<PipelineDeps, "idempotencyStore">): Policy => {
  const running = new Map<string, Running>();

  /** What was done stays done, even if it cannot be remembered. */
  const remember = async (key: string, value: Remembered, sizeBytes: number): Promise<void> => {
    try {
      await store.set(key, value, { ttlMs: rememberedMs, sizeBytes });
    } catch {}
  };

  const recall = async (key: string, call: Call): Promise<Remembered | undefined> => {
    try {
      return (await store.get(key))?.value as Remembered | undefined;
    } catch (cause) {
      throw classifyCause(cause, { signal: call.signal, sent: false });
    }
  };

  const run = async (key: string, inputHash: string, call: Call, next: Next): Promise<Reply> => {
    const known = await recall(key, call);
    if (known && known.inputHash !== inputHash) throw mismatch(call);
    if (known && "reply" in known) return known.reply;
    if (known && "failure" in known && !mayRepeat(known.failure, call)) throw known.failure;
    try {
      const reply = await next(call);
      await remember(key, { inputHash, reply: copyReply(reply) }, reply.bytes.byteLength + 1024);
      return reply;
    } catch (error) {
      if (isConnectorError(error) && error.outcome !== "not_executed")
        await remember(key, { inputHash, failure: error }, 1024);
      throw error;
    }
  };

  const lead = (key: string, inputHash: string, call: Call, next: Next): Promise<Reply> => {
    const reply = run(key, inputHash, call, next).finally(() => running.delete(key));
    running.set(key, { inputHash, reply });
    return reply;
  };

  const answerOnce = async (call: Call, next: Next): Promise<Reply> => {
    const key = `${call.connectionKey}\n${call.operation.id}\n${call.idempotencyKey}`;
    const inputHash = hash("sha256", canonicalJson(call.input), "base64url");
    for (;;) {
      const first = running.get(key);
      if (first === undefined) return copyReply(await lead(key, inputHash, call, next));
      if (first.inputHash !== inputHash) throw mismatch(call);
      try {
        return copyReply(await untilAborted(first.reply, call.signal));
      } catch (error) {
        if (call.signal.aborted || !gaveUpEarly(error)) throw error;
      }
    }
  };

  return function idempotency(call, next) {
    return call.idempotencyKeySupplied && call.operation.effect !== "read" ? answerOnce(call, next) : next(call);
  };
};

const mayRepeat = (failure: ConnectorError, call: Call): boolean =>
  failure.outcome === "unknown" && call.idempotency !== "none";

/** The first caller lost patience before anything happened: the one who waits may go ahead. */
const gaveUpEarly = (error: unknown): boolean =>
  isConnectorError(error) &&
  error.outcome === "not_executed" &&
  (error.code === "CANCELLED" || error.code === "DEADLINE_EXCEEDED");

const mismatch = ({ operation }: Call): ConnectorError =>
  new ConnectorError("IDEMPOTENCY_MISMATCH", {
    message: `The idempotency key of this ${operation.id} was used before with another input.`,
  });
