import { type CallMeta, ConnectorError, type Envelope, toErrorEnvelope } from "@trunkline/core";
import type { Work } from "../queue/consumer.js";

/** A call that a handler makes. */
export interface HandlerCall {
  /** `tenant/connector/name`. */
  readonly connection: string;
  readonly operation: string;
  readonly input: unknown;
  /** The same for every try of the same step, replays included. */
  readonly idempotencyKey: string;
  /** Who asks, for the ledger: `handler:<name>`. */
  readonly caller: string;
  readonly signal: AbortSignal;
}

/** Calls an operation through the write ledger; never rejects. */
export type CallOperation = (call: HandlerCall) => Promise<Envelope<unknown>>;

/**
 * The idempotency key of one step of a handler for an event. Tries and replays have the same, so that the write happens
 * once; work with a payload of its own, such as an edited dead letter, means another write and has another key.
 * @throws TypeError when the step cannot be part of a key
 */
export const keyOfStep = (
  handler: string,
  eventId: number,
  step: string,
  work: Pick<Work, "id" | "payload">,
): string => {
  if (!/^[\x21-\x7e]{1,128}$/.test(step))
    throw new TypeError(`The step "${step}" of ${handler} must be 1 to 128 visible ASCII characters without spaces.`);
  const key = `h:${handler}:${eventId}:${step}`;
  return work.payload === undefined ? key : `${key}:edited-${work.id}`;
};

/** What a call answers in a dry run: it was not made. */
export const refusedInDryRun = (connection: string, operation: string): Envelope<unknown> => {
  const [, connector = "", name = ""] = connection.split("/");
  const meta: CallMeta = {
    connector,
    connectorVersion: "",
    apiVersion: "",
    connection: name,
    operation,
    requestId: "dry-run",
    attempts: 0,
    durationMs: 0,
    queuedMs: 0,
    cache: "none",
  };
  const error = new ConnectorError("DISABLED", {
    message: `This is a dry run: ${operation} was not called.`,
    help: "Run the replay for real to make the call.",
  });
  return { ok: false, error: toErrorEnvelope(error), meta };
};
