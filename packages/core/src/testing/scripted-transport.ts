import type { ExchangeOptions, HttpRequest, Reply, StreamReply, Transport } from "../http/transport.js";

/** One answer of a script: a reply, an error to throw, or a function that decides. */
export type ScriptedAnswer =
  | Reply
  | Error
  | ((request: HttpRequest, options: ExchangeOptions) => Reply | Promise<Reply>);

/** A transport that answers from a script and remembers what it was asked. */
export interface ScriptedTransport extends Transport {
  /** Every request so far, oldest first, credentials included. */
  readonly requests: readonly HttpRequest[];
  /** Answers not used yet. */
  readonly remaining: number;
}

/**
 * A transport that gives the answers in order; the last one again and again when `repeatLast` is set.
 * An exchange beyond the script fails, naming method and URL; so does one whose signal is aborted.
 */
export const createScriptedTransport = (
  answers: readonly ScriptedAnswer[],
  { repeatLast = false }: { readonly repeatLast?: boolean } = {},
): ScriptedTransport => {
  const requests: HttpRequest[] = [];
  let used = 0;
  const exchange = async (request: HttpRequest, options: ExchangeOptions): Promise<Reply> => {
    options.signal.throwIfAborted();
    requests.push(request);
    const answer = answers[repeatLast ? Math.min(used, answers.length - 1) : used];
    used += 1;
    if (answer === undefined)
      throw new Error(
        `Unexpected exchange ${used}, the script has ${answers.length}: ${request.method} ${request.url}`,
      );
    if (answer instanceof Error) throw answer;
    return typeof answer === "function" ? answer(request, options) : answer;
  };
  return {
    requests,
    get remaining() {
      return Math.max(0, answers.length - used);
    },
    exchange,
    open: async (request, options) => toStreamReply(await exchange(request, options)),
    close: async () => {},
  };
};

/** A buffered reply as a stream of one part. */
export const toStreamReply = ({ status, headers, bytes }: Reply): StreamReply => ({
  status,
  headers,
  body: (async function* () {
    if (bytes.length > 0) yield bytes;
  })(),
});
