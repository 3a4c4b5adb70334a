import { randomUUID } from "node:crypto";
import {
  type CallOptions,
  type Clock,
  ConnectorError,
  type Envelope,
  type IdSource,
  isConnectorError,
  systemClock,
} from "@trunkline/core";
import { type AdmissionDeps, type Admitted, admit, admitted } from "./admission.js";
import { toCallOptions } from "./call-options.js";
import type { Gateway, GatewayCall } from "./gateway.js";
import { createInFlight, type InFlight } from "./in-flight.js";
import { toRefusal } from "./refusal.js";

/** What a gateway is built on. */
export interface GatewayDeps extends AdmissionDeps {
  readonly clock?: Clock;
  readonly ids?: IdSource;
}

/** A gateway that can be told to stop. */
export interface DrainableGateway extends Gateway {
  readonly draining: boolean;
  readonly inFlight: number;
  /**
   * Refuses new calls from now on, waits for those under way, at most `deadlineMs`, then aborts the rest.
   * Resolves to how many were aborted.
   */
  drain(deadlineMs: number): Promise<number>;
}

/** The one way to list and call operations, whatever the surface. */
export const createGateway = (deps: GatewayDeps): DrainableGateway => {
  const { registry, clock = systemClock, ids = randomUUID } = deps;
  const inFlight = createInFlight();
  let draining = false;
  const enter = (call: GatewayCall): Admitted => {
    if (draining) throw stopping();
    return admit(deps, call);
  };
  const admitTo = async <T>(call: GatewayCall, signal: AbortSignal, work: Work<T>): Promise<Envelope<T>> => {
    const requestId = call.requestId ?? ids();
    try {
      return await work(enter(call), toCallOptions(call, signal, requestId));
    } catch (error) {
      return refuse(deps, call, requestId, error);
    }
  };
  const pass = async <T>(call: GatewayCall, work: Work<T>): Promise<Envelope<T>> => {
    const passage = inFlight.enter(call.signal);
    try {
      return await admitTo(call, passage.signal, work);
    } finally {
      passage.leave();
    }
  };
  return {
    registry,
    get draining() {
      return draining;
    },
    get inFlight() {
      return inFlight.size;
    },
    visible: (principal, filter) => admitted(deps, principal, filter),
    call: (call) =>
      pass(call, ({ entry, held }, options) => held.connection.execute(entry.operation, call.input, options)),
    upload: (call, upload) =>
      pass(call, ({ entry, held }, options) => held.connection.upload(entry.operation, call.input, upload, options)),
    download: async (call) => {
      const passage = inFlight.enter(call.signal);
      const answer = await admitTo(call, passage.signal, ({ entry, held }, options) =>
        held.connection.download(entry.operation, call.input, options),
      );
      if (answer.ok)
        return { ...answer, data: { ...answer.data, content: untilRead(answer.data.content, passage.leave) } };
      passage.leave();
      return answer;
    },
    items: async function* (call) {
      const passage = inFlight.enter(call.signal);
      try {
        const { entry, held } = enter(call);
        const options = toCallOptions(call, passage.signal, call.requestId ?? ids());
        yield* held.connection.items(entry.operation, call.input as never, options);
      } finally {
        passage.leave();
      }
    },
    drain: (deadlineMs) => {
      draining = true;
      return drain(inFlight, clock, deadlineMs);
    },
  };
};

type Work<T> = (admitted: Admitted, options: CallOptions) => Promise<Envelope<T>>;

/** The same parts; tells when the last has been read, or is not wanted any more. */
const untilRead = (content: AsyncIterable<Uint8Array>, over: () => void): AsyncIterable<Uint8Array> => {
  const parts = content[Symbol.asyncIterator]();
  const iterator: AsyncIterableIterator<Uint8Array> = {
    next: async () => {
      try {
        const step = await parts.next();
        if (step.done) over();
        return step;
      } catch (error) {
        over();
        throw error;
      }
    },
    return: async () => {
      over();
      await parts.return?.();
      return { done: true, value: undefined };
    },
    [Symbol.asyncIterator]: () => iterator,
  };
  return iterator;
};

const stopping = (): ConnectorError =>
  new ConnectorError("SHUTTING_DOWN", {
    message: "The gateway is stopping and takes no new calls.",
    retryAfterMs: 1_000,
  });

const refuse = ({ registry }: GatewayDeps, call: GatewayCall, requestId: string, thrown: unknown): Envelope<never> => {
  const { operation, connection: connectionName } = call;
  const entry = registry.operation(operation);
  const held = entry && registry.connection(entry.connector, connectionName);
  const error = isConnectorError(thrown)
    ? thrown
    : new ConnectorError("INTERNAL", {
        message: "The gateway failed on this call.",
        outcome: entry?.effect === "read" ? "not_executed" : "unknown",
        cause: thrown,
      });
  return toRefusal(error, { operation, requestId, connectionName, entry, held });
};

const drain = async (inFlight: InFlight, clock: Clock, deadlineMs: number): Promise<number> => {
  const patience = new AbortController();
  await Promise.race([inFlight.idle(), clock.sleep(deadlineMs, patience.signal).catch(() => undefined)]);
  patience.abort();
  return inFlight.cut(
    new ConnectorError("SHUTTING_DOWN", {
      message: "The gateway stopped before the call was finished.",
      outcome: "unknown",
    }),
  );
};
