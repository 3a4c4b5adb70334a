import { createReply } from "../http/reply.js";
import type { Reply } from "../http/transport.js";
import { answerOnce } from "../ledger/answer-once.js";
import type { UnknownWrite } from "../ledger/write-ledger.js";
import type { PipelineDeps } from "./pipeline.js";
import type { Call, Next, Policy } from "./policy.js";
import { copyReply } from "./reply-copy.js";

/**
 * Passes every write through the ledger: a repeat under its key gets the first answer, also while the first is running.
 * One whose effect is unknown is sent again if that is harmless, and otherwise looked up by reading.
 */
export const idempotency = ({ ledger }: Pick<PipelineDeps, "ledger">): Policy =>
  function idempotency(call, next) {
    const { operation, idempotencyKey } = call;
    if (operation.effect === "read" || idempotencyKey === undefined) return next(call);
    return sendOnce({ ...call, idempotencyKey }, next, ledger);
  };

const sendOnce = async (
  call: Call & { readonly idempotencyKey: string },
  next: Next,
  ledger: PipelineDeps["ledger"],
): Promise<Reply> => {
  let own: Reply | undefined;
  const answer = await answerOnce({
    ledger,
    call,
    signal: call.signal,
    journal: call.journal,
    run: async () => {
      own = await next(call);
      return { kind: "reply", reply: own };
    },
    mayRepeat: (write) => isHarmless(call, write),
    verify: call.verify ?? (async () => ({ outcome: "unknown", reason: "reading cannot tell" })),
  });
  if (answer.kind === "reply") return own ?? copyReply(answer.reply);
  call.journal.known = answer;
  return createReply();
};

/** How long an upstream is trusted to remember a key: the shortest that any documents is a day. Milliseconds. */
const keyRememberedMs = 23 * 3_600_000;

const isHarmless = ({ idempotency }: Call, { startedAgoMs }: UnknownWrite): boolean =>
  idempotency === "natural" || (idempotency === "key" && startedAgoMs < keyRememberedMs);
